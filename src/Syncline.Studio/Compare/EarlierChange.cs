using Syncline.Studio.Grid;

namespace Syncline.Studio.Compare;

/// <summary>What an earlier plan does with a row.</summary>
/// <param name="When">When that plan was made, for people.</param>
/// <param name="Sign">What it does.</param>
/// <param name="Cells">Its columns, with their values.</param>
public sealed record EarlierChange(string When, GridSign Sign, IReadOnlyList<(GridColumn Column, GridCell Cell)> Cells);
