namespace Syncline.Studio.Grid;

/// <summary>A row of a grid. Immutable: a row that is to look otherwise is another one.</summary>
/// <param name="Number">What the row is called by whoever gave it: its place in a table, a number in a plan.</param>
/// <param name="Cells">One cell per column.</param>
public sealed record GridRow(long Number, IReadOnlyList<GridCell> Cells)
{
    /// <summary>What happens to the row; null where that is no question.</summary>
    public GridSign? Sign { get; init; }

    /// <summary>Whether its box is ticked, in a grid with boxes.</summary>
    public bool IsTicked { get; init; }
}
