using System.Globalization;

namespace Syncline.Workspace.Values;

/// <summary>Values as text: the same in tables, CSV and JSON, without regard to the machine's culture.</summary>
public static class InvariantText
{
    /// <summary>The text of a value as <c>RowBatch.GetValue</c> gives it; null stays null.</summary>
    public static string? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime { Kind: DateTimeKind.Utc } moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTime local => local.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>A value as JSON should carry it: numbers and truths as such, exact decimals and everything else as text.</summary>
    public static object? ForJson(object? value) => value switch
    {
        null or string or bool or int or long or decimal => value,
        double number when double.IsFinite(number) => number,
        _ => Of(value),
    };
}
