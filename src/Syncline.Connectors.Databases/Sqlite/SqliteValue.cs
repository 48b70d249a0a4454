using System.Globalization;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>
/// The forms in which values stand in SQLite, which has only whole numbers, doubles, texts and bytes: dates and times as ISO 8601 text (moments in
/// UTC with a Z), ids as text, exact numbers as text.
/// </summary>
internal static class SqliteValue
{
    private static readonly string[] Moments = ["yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-ddTHH:mmK"];
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd 00:00:00", "yyyy-MM-ddT00:00:00"];
    private static readonly string[] Times = ["HH:mm:ss.FFFFFF", "HH:mm"];

    /// <summary>The stored form of a CLR value; null for null.</summary>
    public static object? ToStored(DatabaseColumn column, object? value) => value switch
    {
        null => null,
        int number => (long)number,
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? 1L : 0L,
        DateTime moment => moment.ToString(moment.Kind == DateTimeKind.Utc ? "yyyy-MM-dd HH:mm:ss.FFFFFF'Z'" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        Guid id => id.ToString("D"),
        _ => value,
    };

    /// <summary>Whether SQLite's double keeps a number as it is.</summary>
    public static bool IsExactAsReal(decimal number) => decimal.Truncate(number) == number ? Math.Abs(number) < 1e15m : (decimal)(double)number == number;

    /// <summary>The reader of a kind.</summary>
    public static CellReader ReaderOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => static (reader, ordinal, builder) => builder.Append(Text(reader.GetValue(ordinal))),
        ColumnKind.Integer => static (reader, ordinal, builder) => builder.Append(Whole(reader.GetValue(ordinal))),
        ColumnKind.Decimal => static (reader, ordinal, builder) => builder.Append(Exact(reader.GetValue(ordinal))),
        ColumnKind.Double => static (reader, ordinal, builder) => builder.Append(Real(reader.GetValue(ordinal))),
        ColumnKind.Boolean => static (reader, ordinal, builder) => builder.Append(Flag(reader.GetValue(ordinal))),
        ColumnKind.DateTime => static (reader, ordinal, builder) => builder.Append(Moment(reader.GetValue(ordinal))),
        ColumnKind.LocalDateTime => static (reader, ordinal, builder) => builder.Append(Local(reader.GetValue(ordinal))),
        ColumnKind.Date => static (reader, ordinal, builder) => builder.Append(DateOnly.ParseExact(Written(reader.GetValue(ordinal)), Dates, CultureInfo.InvariantCulture, DateTimeStyles.None)),
        ColumnKind.Time => static (reader, ordinal, builder) => builder.Append(TimeOnly.ParseExact(Written(reader.GetValue(ordinal)), Times, CultureInfo.InvariantCulture, DateTimeStyles.None)),
        ColumnKind.Guid => static (reader, ordinal, builder) => builder.Append(Guid.Parse(Written(reader.GetValue(ordinal)))),
        ColumnKind.Binary => static (reader, ordinal, builder) => builder.Append((reader.GetValue(ordinal) as byte[] ?? throw new InvalidCastException()).AsSpan()),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "SQLite has no such kind."),
    };

    private static string Written(object value) => value as string ?? throw new InvalidCastException();

    private static string Text(object value) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new InvalidCastException(),
    };

    private static long Whole(object value) => value switch
    {
        long number => number,
        double number when Math.Abs(number) < 1e15 && Math.Truncate(number) == number => (long)number,
        string text => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        _ => throw new InvalidCastException(),
    };

    private static decimal Exact(object value) => value switch
    {
        long number => number,
        double number => (decimal)number,
        string text => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture),
        _ => throw new InvalidCastException(),
    };

    private static double Real(object value) => value switch
    {
        double number => number,
        long number => number,
        string text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => throw new InvalidCastException(),
    };

    private static bool Flag(object value) => value switch
    {
        long and (0 or 1) => (long)value == 1,
        string text when bool.TryParse(text, out var flag) => flag,
        _ => throw new InvalidCastException(),
    };

    // Text without a zone is UTC, as SQLite's own CURRENT_TIMESTAMP is.
    private static DateTime Moment(object value) =>
        DateTime.ParseExact(Written(value), Moments, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    private static DateTime Local(object value)
    {
        var moment = DateTime.ParseExact(Written(value), Moments, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return moment.Kind == DateTimeKind.Unspecified ? moment : throw new FormatException();
    }
}
