namespace Syncline.Workspace.Applying;

/// <summary>What was written of a run's failed rows.</summary>
public sealed record FailedRowsFile
{
    /// <summary>The file; null when there was no row to write, and so no file.</summary>
    public string? Path { get; init; }

    /// <summary>Rows in the file.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that were added and that the source could not be told of. They are in <see cref="WriteBackPath"/>: fed again, they could be added twice.</summary>
    public required long NotWrittenBack { get; init; }

    /// <summary>The file of those rows; null when there are none.</summary>
    public string? WriteBackPath { get; init; }

    /// <summary>Deletions that failed. They are not in the file: the source has no row for them.</summary>
    public required long Deletions { get; init; }

    /// <summary>Rows whose outcome is not known. They are not in the file: resume finds out.</summary>
    public required long InDoubt { get; init; }

    /// <summary>Why the rows are the plan's values and not those of the source; null when they are the source's own.</summary>
    public string? NotFromSource { get; init; }
}
