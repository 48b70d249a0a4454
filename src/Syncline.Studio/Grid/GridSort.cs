namespace Syncline.Studio.Grid;

/// <summary>What a grid is sorted by.</summary>
/// <param name="Key">Key of the column.</param>
/// <param name="Descending">Whether the largest comes first.</param>
public sealed record GridSort(string Key, bool Descending)
{
    /// <summary>What another choice of a column makes of a sort: up, then down, then none.</summary>
    public static GridSort? Next(GridSort? now, string key) => now?.Key != key ? new(key, Descending: false) : now.Descending ? null : now with { Descending = true };
}
