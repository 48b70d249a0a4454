namespace Syncline.Sync.Mapping;

/// <summary>What a project's map makes of the first rows of its source.</summary>
public sealed record TriedMapping
{
    /// <summary>Source columns that the project reads, in the table's order.</summary>
    public required IReadOnlyList<string> SourceColumns { get; init; }

    /// <summary>Target columns: those of the key first.</summary>
    public required IReadOnlyList<string> TargetColumns { get; init; }

    /// <summary>Rows of the source that were read; those that the filter leaves out are not among <see cref="Rows"/>.</summary>
    public required long Read { get; init; }

    /// <summary>The rows, in the source's order.</summary>
    public required IReadOnlyList<TriedRow> Rows { get; init; }
}
