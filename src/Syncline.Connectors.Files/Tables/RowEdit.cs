namespace Syncline.Connectors.Files.Tables;

/// <summary>What happens to one row.</summary>
/// <param name="Cells">New values by the column's place; null when the row is left out.</param>
internal sealed record RowEdit(IReadOnlyDictionary<int, object?>? Cells)
{
    /// <summary>The row is left out.</summary>
    public static RowEdit Removed { get; } = new((IReadOnlyDictionary<int, object?>?)null);

    /// <summary>The value of a cell afterwards.</summary>
    public object? After(int column, Func<object?> before) => Cells!.TryGetValue(column, out var value) ? value : before();
}
