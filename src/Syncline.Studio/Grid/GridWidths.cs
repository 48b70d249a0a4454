namespace Syncline.Studio.Grid;

/// <summary>Widths that fit what stands in a grid.</summary>
internal static class GridWidths
{
    // A sign of the body's size, of the bold one that a changed cell has, and what a cell has at its sides.
    private const double Sign = 8.4;
    private const double BoldSign = 9.6;
    private const int Sides = 26;
    private const int Widest = 420;

    /// <summary>
    /// The columns, each at least as wide as its longest value in some rows: the new value of a changed cell is never cut, unless it is longer than a
    /// line should be. None becomes narrower.
    /// </summary>
    public static IReadOnlyList<GridColumn> Fit(IReadOnlyList<GridColumn> columns, IReadOnlyList<GridRow> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        var fitting = columns.Select((column, i) => rows.Count == 0 ? 0 : rows.Max(row => i < row.Cells.Count ? WidthOf(row.Cells[i]) : 0)).ToList();
        return columns.Select((column, i) => column.Width >= fitting[i]).All(fits => fits)
            ? columns
            : [.. columns.Select((column, i) => column.Width >= fitting[i] ? column : column with { Width = fitting[i] })];
    }

    private static int WidthOf(GridCell cell) => Math.Min(Widest, Sides + (int)Math.Ceiling((cell.Text?.Length ?? 4) * (cell.IsChanged ? BoldSign : Sign)));
}
