using System.Text;

namespace Syncline.Studio.Grid;

/// <summary>Rows as text that spreadsheets take: tab-separated, with a head, values that hold tabs or line ends in quotes.</summary>
internal static class GridCopy
{
    /// <summary>The text.</summary>
    public static string Of(IReadOnlyList<GridColumn> columns, IReadOnlyList<GridRow> rows)
    {
        var text = new StringBuilder().AppendJoin('\t', columns.Select(column => Cell(column.Title)));
        foreach (var row in rows)
        {
            text.Append('\n').AppendJoin('\t', row.Cells.Select(cell => Cell(cell.Text)));
        }

        return text.ToString();
    }

    private static string Cell(string? text) =>
        text is not null && text.AsSpan().IndexOfAny("\t\n\r\"") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text ?? string.Empty;
}
