using System.Globalization;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Values as the text that stands in a file, and back: numbers with a point, dates as ISO 8601, moments in UTC with a Z, ids in 8-4-4-4-12 form,
/// true and false, bytes as Base64.
/// </summary>
internal static class CellText
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Exact = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFK", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
    ];

    /// <summary>The text of a value.</summary>
    public static string Of(ColumnKind kind, object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime moment => moment.ToString(kind == ColumnKind.DateTime ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"No column holds a {value.GetType().Name}.", nameof(value)),
    };

    /// <summary>Adds the value that a text means for a column that is not Text; empty text is no value. False, and nothing added, when it is none.</summary>
    public static bool TryAppend(ColumnBuilder column, ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            column.AppendNull();
            return true;
        }

        if (!TryParse(column.Column.Type, text, out var value))
        {
            return false;
        }

        column.AppendValue(value);
        return true;
    }

    /// <summary>Reads a value of a type other than Text.</summary>
    public static bool TryParse(ColumnType type, ReadOnlySpan<char> text, out object? value)
    {
        var culture = CultureInfo.InvariantCulture;
        value = type.Kind switch
        {
            ColumnKind.Integer => long.TryParse(text, Whole, culture, out var number) ? number : null,
            ColumnKind.Decimal => decimal.TryParse(text, Exact, culture, out var number) && FitsScale(number, type.ArrowScale) ? number : null,
            ColumnKind.Double => double.TryParse(text, Exact | NumberStyles.AllowExponent, culture, out var number) && double.IsFinite(number) ? number : null,
            ColumnKind.Boolean => text is "true" or "TRUE" or "True" or "1" ? true : text is "false" or "FALSE" or "False" or "0" ? false : null,
            ColumnKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : null,
            ColumnKind.Time => TimeOnly.TryParseExact(text, ["HH:mm:ss.FFFFFF", "HH:mm"], culture, DateTimeStyles.None, out var time) ? time : null,
            ColumnKind.DateTime => DateTimeOffset.TryParseExact(text, Moments, culture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.UtcDateTime : null,
            ColumnKind.LocalDateTime => DateTime.TryParseExact(text, Moments, culture, DateTimeStyles.None, out var moment) && moment.Kind == DateTimeKind.Unspecified ? moment : null,
            ColumnKind.Guid => Guid.TryParse(text, out var id) ? id : null,
            ColumnKind.Binary => Bytes(text),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>What a value of this kind is, as the end of a sentence.</summary>
    public static string NameOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Integer => "a whole number",
        ColumnKind.Decimal => "a number with as many digits as the column keeps",
        ColumnKind.Double => "a number",
        ColumnKind.Boolean => "true or false",
        ColumnKind.Date => "a date (YYYY-MM-DD)",
        ColumnKind.Time => "a time of day (HH:MM:SS)",
        ColumnKind.DateTime => "a date with a time (YYYY-MM-DDTHH:MM:SSZ)",
        ColumnKind.LocalDateTime => "a date with a time and without a time zone (YYYY-MM-DDTHH:MM:SS)",
        ColumnKind.Guid => "an id (8-4-4-4-12 hex digits)",
        ColumnKind.Binary => "Base64",
        _ => "text",
    };

    /// <summary>Whether a number has no more digits after the point.</summary>
    public static bool FitsScale(decimal number, int scale) => decimal.Round(number, scale) == number;

    private static byte[]? Bytes(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 3 / 4];
        return Convert.TryFromBase64Chars(text, bytes, out var written) ? bytes[..written] : null;
    }
}
