namespace Syncline.Sync.Plans;

/// <summary>One change of a plan. Values are CLR values as <see cref="Core.Rows.RowBatch.GetValue"/> gives them, aligned with the plan's columns.</summary>
public sealed record PlannedChange
{
    /// <summary>Place in the plan, from 1 without gaps: adds, then updates, then deletes.</summary>
    public required long Seq { get; init; }

    /// <summary>What is done.</summary>
    public required PlanAction Action { get; init; }

    /// <summary>
    /// The target's primary key as text. For an add, the id that the row will get, fixed in the plan so that sending it twice can't make
    /// two rows; null where the target gives ids itself, or has no primary key of one column.
    /// </summary>
    public string? RowId { get; init; }

    /// <summary>Version that the target's row had when it was compared; null for adds and where the target has no versions.</summary>
    public string? Version { get; init; }

    /// <summary>Names of the value columns that change; for an add those that are not null; empty for a delete.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The target's values when compared; null for an add.</summary>
    public IReadOnlyList<object?>? Before { get; init; }

    /// <summary>The values that the row shall have; null for a delete.</summary>
    public IReadOnlyList<object?>? After { get; init; }

    /// <summary>Line or ordinal of the row in the source; null when there is none.</summary>
    public long? SourceRow { get; init; }
}
