namespace Syncline.Sync.Staging;

/// <summary>Which rows are shown, and in which order. The default is every row as it was read.</summary>
public sealed record RowArrangement
{
    /// <summary>Column to sort by; null keeps the order in which rows were read. Rows without a value come last.</summary>
    public string? SortBy { get; init; }

    /// <summary>Whether the largest comes first.</summary>
    public bool Descending { get; init; }

    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<RowCondition> Conditions { get; init; } = [];

    /// <summary>Text that one of <see cref="FindIn"/> holds; null or empty for no such condition.</summary>
    public string? Find { get; init; }

    /// <summary>Columns in which <see cref="Find"/> is looked for.</summary>
    public IReadOnlyList<string> FindIn { get; init; } = [];

    /// <summary>Whether nothing is left out or moved.</summary>
    public bool IsAsRead => SortBy is null && Conditions.Count == 0 && string.IsNullOrEmpty(Find);
}
