using System.Globalization;
using Syncline.Core.Tables;

namespace Syncline.Studio.Grid;

/// <summary>Values as a grid shows them: one line, numbers with their digits grouped, moments in UTC.</summary>
public static class GridText
{
    private const int Longest = 400;

    /// <summary>The text; null for no value.</summary>
    /// <param name="value">A value as batches give it.</param>
    /// <param name="type">Its column's type.</param>
    public static string? Of(object? value, ColumnType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return value switch
        {
            null => null,
            string text => OneLine(text),
            bool flag => flag ? "Yes" : "No",
            decimal amount when type.Kind == ColumnKind.Money => amount.ToString(string.Create(CultureInfo.InvariantCulture, $"N{type.Scale ?? 2}"), CultureInfo.InvariantCulture),
            decimal number => number.ToString("#,0.############################", CultureInfo.InvariantCulture),
            DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            long number when type.Kind == ColumnKind.Integer => number.ToString("N0", CultureInfo.InvariantCulture),
            _ => Syncline.Workspace.Values.InvariantText.Of(value),
        };
    }

    /// <summary>A whole number with its digits grouped.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun, e.g. <c>1 row</c>, <c>2,000 rows</c>.</summary>
    public static string Count(long number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";

    /// <summary>How long something took, e.g. <c>0.9 s</c>, <c>3 min 20 s</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 60
        ? time.TotalSeconds.ToString(time.TotalSeconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " s"
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");

    /// <summary>Whether values of a kind stand at the right.</summary>
    public static bool AlignsRight(ColumnKind kind) => kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double;

    // A cell is one line of limited width; the row detail shows the whole.
    private static string OneLine(string text)
    {
        var cut = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text;
        return cut.AsSpan().IndexOfAny('\n', '\r', '\t') < 0 ? cut : cut.ReplaceLineEndings(" ").Replace('\t', ' ');
    }
}
