using System.Buffers;

namespace Syncline.Connectors.Files.Csv;

/// <summary>
/// Texts that a spreadsheet would take for a formula when it opens a CSV file (CWE-1236). An apostrophe before them, which spreadsheets do not
/// show, makes them texts; reading takes it away, so that a file that was written so compares as equal.
/// </summary>
internal static class Formulas
{
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789 ./()-,");

    /// <summary>Whether the text needs the apostrophe. A telephone number or a negative number does not.</summary>
    public static bool IsOne(ReadOnlySpan<char> text) => text.Length > 0 && text[0] switch
    {
        '=' or '@' or '\t' or '\r' => true,
        '+' or '-' => text[1..].IndexOfAnyExcept(Number) >= 0,
        _ => false,
    };

    /// <summary>The text without the apostrophe that was put before a formula.</summary>
    public static ReadOnlySpan<char> Restored(ReadOnlySpan<char> text) => text is ['\'', .. var rest] && IsOne(rest) ? rest : text;
}
