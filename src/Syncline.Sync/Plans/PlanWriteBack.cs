namespace Syncline.Sync.Plans;

/// <summary>What is written to the source's row after its row was added to the target.</summary>
public sealed record PlanWriteBack
{
    /// <summary>Column of the source that is written.</summary>
    public required string Column { get; init; }

    /// <summary>Column of the target whose value it gets.</summary>
    public required string From { get; init; }

    /// <summary>Plan columns that hold the primary key of the source's row, for adds; <see cref="PlanColumn.Source"/> names the source's column.</summary>
    public required IReadOnlyList<string> SourceKey { get; init; }
}
