using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>What the server asks of the values of a column, whichever service they come through (PROTOCOL 5.11): the value as it is kept, or a refusal.</summary>
internal static class ColumnChecks
{
    private static readonly DateTime Earliest = new(1753, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static string? Text(Table table, Column column, string text)
    {
        if (column.MaxLength is { } most && text.Length > most)
        {
            throw SiteErrors.TooLong(table, column);
        }

        // The server keeps no empty text.
        return text.Length == 0 ? null : text;
    }

    public static object Integer(Table table, Column column, int number)
    {
        if (column.Choice is { } choice)
        {
            return choice.Find(number) is null ? throw SiteErrors.NoOption(table, column, number) : Boxes.Of(number);
        }

        if (column.Name == "timezonecode" && !UserTimeZones.Knows(number))
        {
            throw SiteErrors.NotSupported($"the time zone {number}");
        }

        return number < column.Min || number > column.Max ? throw SiteErrors.OutOfRange(table, column, number) : Boxes.Of(number);
    }

    public static double Number(Table table, Column column, double number) =>
        number >= (double)(column.Min ?? decimal.MinValue) && number <= (double)(column.Max ?? decimal.MaxValue)
            ? Math.Round(number, Math.Min(column.Precision ?? 5, 15), MidpointRounding.AwayFromZero)
            : throw SiteErrors.OutOfRange(table, column, number);

    public static decimal Number(Table table, Column column, decimal number) => number < column.Min || number > column.Max
        ? throw SiteErrors.OutOfRange(table, column, number)
        : Money.Canonical(Math.Round(number, Math.Min(column.Precision ?? 10, 12), MidpointRounding.AwayFromZero));

    /// <summary>A moment of UTC; parts of seconds are cut off (PROTOCOL 5.11).</summary>
    public static DateTime Moment(Table table, Column column, DateTime moment) => moment >= Earliest
        ? moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond))
        : throw new SiteException(400, "0x80040239", $"Date is less than the minimum value supported by CrmDateTime. Actual value: {moment:MM/dd/yyyy HH:mm:ss}, Minimum value supported: 01/01/1753 00:00:00 (column '{column.Name}' of '{table.Name}')");

    /// <summary>Values of a choices column, in the order in which they are kept; none is no value.</summary>
    public static int[]? Choices(Table table, Column column, IEnumerable<int> values)
    {
        var kept = new SortedSet<int>();
        foreach (var value in values)
        {
            kept.Add(column.Choice!.Find(value) is null ? throw SiteErrors.NoOption(table, column, value) : value);
        }

        return kept.Count == 0 ? null : [.. kept];
    }
}
