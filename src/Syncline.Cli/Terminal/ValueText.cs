using Syncline.Workspace.Values;

namespace Syncline.Cli.Terminal;

/// <summary>Values as text: the same in tables, CSV and JSON, without regard to the machine's culture.</summary>
internal static class ValueText
{
    /// <summary>The text of a value as <c>RowBatch.GetValue</c> gives it; null stays null.</summary>
    public static string? Of(object? value) => InvariantText.Of(value);

    /// <summary>A value as JSON should carry it: numbers and truths as such, exact decimals and everything else as text.</summary>
    public static object? ForJson(object? value) => InvariantText.ForJson(value);

    /// <summary>On one line, without control characters (a row must not be able to steer the terminal), cut to so many characters.</summary>
    public static string OneLine(string text, int most)
    {
        var clean = string.Concat(text.Select(c => c is '\n' or '\t' ? ' ' : c).Where(c => !char.IsControl(c)));
        return clean.Length <= most ? clean : string.Concat(clean.AsSpan(0, most - 1), "…");
    }
}
