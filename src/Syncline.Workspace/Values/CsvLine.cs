namespace Syncline.Workspace.Values;

/// <summary>Lines of CSV as RFC 4180 has them, without the line break.</summary>
public static class CsvLine
{
    /// <summary>One line. Nothing between the commas is no value, <c>""</c> is empty text.</summary>
    public static string Of(IEnumerable<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return string.Join(',', cells.Select(Cell));
    }

    private static string Cell(string? text) => text switch
    {
        null => string.Empty,
        _ when text.Length == 0 || text.AsSpan().IndexOfAny(",\"\r\n") >= 0 => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => text,
    };
}
