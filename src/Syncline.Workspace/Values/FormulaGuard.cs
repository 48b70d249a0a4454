using System.Buffers;

namespace Syncline.Workspace.Values;

/// <summary>
/// Makes text harmless that a spreadsheet would take for a formula when it opens a CSV file (CWE-1236): an apostrophe is put before it, which
/// spreadsheets do not show. The value is then another, so this is for files that people read, not for files that are fed again.
/// </summary>
public static class FormulaGuard
{
    private static readonly SearchValues<char> Number = SearchValues.Create("0123456789 ./()-,");

    /// <summary>The text, guarded when it begins as a formula may. A telephone number or a negative number stays as it is.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isFormula = text.Length > 0 && text[0] switch
        {
            '=' or '@' or '\t' or '\r' => true,
            '+' or '-' => text.AsSpan(1).IndexOfAnyExcept(Number) >= 0,
            _ => false,
        };
        return isFormula ? "'" + text : text;
    }
}
