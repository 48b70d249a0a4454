namespace Syncline.Studio.Grid;

/// <summary>A cell. Its text is shown as text, whatever it holds.</summary>
/// <param name="Text">The value; null where there is none.</param>
/// <param name="Before">For a changed cell, the value that goes; null where there was none.</param>
/// <param name="IsChanged">Whether the cell shows a change: <paramref name="Before"/> above <paramref name="Text"/>.</param>
/// <param name="IsLink">Whether the value stands for a row of another table.</param>
public readonly record struct GridCell(string? Text, string? Before = null, bool IsChanged = false, bool IsLink = false);
