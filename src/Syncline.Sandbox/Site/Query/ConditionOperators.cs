using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Query;

/// <summary>
/// The operators of FetchXML conditions (Microsoft Learn: "FetchXml condition operators"). Text compares without regard to case; <c>ne</c> and the
/// <c>not-</c> operators also take rows without a value.
/// </summary>
/// <param name="now">The site's time, for relative dates.</param>
/// <param name="zone">The user's time zone, in which days begin and end.</param>
/// <param name="user">Who asks, for <c>eq-userid</c>.</param>
internal sealed class ConditionOperators(DateTime now, TimeZoneInfo zone, Guid user)
{
    private readonly DateTime _local = TimeZoneInfo.ConvertTimeFromUtc(now, zone);

    public Func<Row, bool> Compile(Column column, Func<Row, object?> get, string name, IReadOnlyList<string> values)
    {
        if (Negated(name) is { } positive)
        {
            var inner = Compile(column, get, positive, values);
            return row => !inner(row);
        }

        return name switch
        {
            "null" => row => get(row) is null,
            "eq" => Equal(column, get, [One()]),
            "in" => Equal(column, get, values),
            "gt" => Ordered(One(), order => order > 0),
            "ge" => Ordered(One(), order => order >= 0),
            "lt" => Ordered(One(), order => order < 0),
            "le" => Ordered(One(), order => order <= 0),
            "between" when values.Count == 2 => Both(Ordered(values[0], order => order >= 0), Ordered(values[1], order => order <= 0)),
            "like" => Like(get, One()),
            "begins-with" => row => Text(get(row)).StartsWith(One(), StringComparison.OrdinalIgnoreCase),
            "ends-with" => row => Text(get(row)).EndsWith(One(), StringComparison.OrdinalIgnoreCase),
            "contain-values" => Contains(column, get, values),
            "eq-userid" => row => IdOf(get(row)) == user,
            "on" => Within(Day(One()), Day(One()).AddDays(1)),
            "on-or-after" => Within(Day(One()), DateTime.MaxValue),
            "on-or-before" => Within(DateTime.MinValue, Day(One()).AddDays(1)),
            "today" => Within(_local.Date, _local.Date.AddDays(1)),
            "yesterday" => Within(_local.Date.AddDays(-1), _local.Date),
            "tomorrow" => Within(_local.Date.AddDays(1), _local.Date.AddDays(2)),
            "last-x-hours" => Within(_local.AddHours(-Number()), _local),
            "last-x-days" => Within(_local.Date.AddDays(-Number()), _local),
            "next-x-days" => Within(_local, _local.Date.AddDays(Number() + 1)),
            "olderthan-x-days" => Within(DateTime.MinValue, _local.Date.AddDays(-Number())),
            "this-month" => Within(Month(0), Month(1)),
            "last-month" => Within(Month(-1), Month(0)),
            "this-year" => Within(Month(1 - _local.Month), Month(13 - _local.Month)),
            "last-year" => Within(Month(-11 - _local.Month), Month(1 - _local.Month)),
            _ => throw SiteErrors.NotSupported($"the operator '{name}'{(name == "between" ? " with another number of values than two" : "")}"),
        };

        string One() => values.Count == 1 ? values[0] : throw SiteErrors.BadFetch($"The operator '{name}' on '{column.Name}' needs one value; it has {values.Count}.");

        int Number() => int.TryParse(One(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw SiteErrors.BadFetch($"The operator '{name}' on '{column.Name}' needs a whole number.");

        DateTime Month(int offset) => new DateTime(_local.Year, _local.Month, 1).AddMonths(offset);

        // Dates and times of the user's clock; columns that keep what a clock shows are compared with it as they stand.
        Func<Row, bool> Within(DateTime from, DateTime before)
        {
            var (first, last) = column.IsUserLocal ? (UserTimeZones.ToUtc(from, zone), UserTimeZones.ToUtc(before, zone)) : (from, before);
            return row => get(row) is DateTime moment && moment >= first && moment < last;
        }

        Func<Row, bool> Ordered(string text, Func<int, bool> holds)
        {
            var wanted = Parse(column, text);
            return row => get(row) is { } value && holds(RowValues.Compare(value is Reference reference ? reference.Id : value, wanted));
        }
    }

    /// <summary>The value of a column from its text in a query.</summary>
    public static object Parse(Column column, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        object? value = column.EdmType switch
        {
            "Edm.Int32" => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : null,
            "Edm.Int64" => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : null,
            "Edm.Decimal" => decimal.TryParse(text, NumberStyles.Number, culture, out var number) ? number : null,
            "Edm.Double" => double.TryParse(text, NumberStyles.Float, culture, out var number) ? number : null,
            "Edm.Boolean" => text is "1" or "true" or "True" ? true : text is "0" or "false" or "False" ? false : null,
            "Edm.Guid" => Guid.TryParse(text, out var id) ? id : null,
            "Edm.Date" or "Edm.DateTimeOffset" => DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.UtcDateTime : null,
            _ when column.Type == ColumnType.MultiSelectPicklist => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? new[] { number } : null,
            _ => text,
        };
        return value ?? throw new SiteException(400, "0x80040203", $"The value '{text}' is not of the type of the column '{column.Name}' ({column.EdmType}).") { Name = "InvalidArgument" };
    }

    private static string? Negated(string name) => name switch
    {
        "ne" or "neq" => "eq",
        "not-null" => "null",
        "not-in" => "in",
        "not-between" => "between",
        "not-like" => "like",
        "not-begin-with" => "begins-with",
        "not-end-with" => "ends-with",
        "not-contain-values" => "contain-values",
        "ne-userid" => "eq-userid",
        _ => null,
    };

    private static Func<Row, bool> Both(Func<Row, bool> left, Func<Row, bool> right) => row => left(row) && right(row);

    private static string Text(object? value) => value as string ?? "";

    private static Guid? IdOf(object? value) => value switch { Guid id => id, Reference reference => reference.Id, _ => null };

    // Midnight of UTC is how a bare date arrives; any other moment counts for the day that it is for the user.
    private DateTime Day(string text) => !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        ? throw SiteErrors.BadFetch($"'{text}' is not a date.")
        : moment.UtcDateTime.TimeOfDay == TimeSpan.Zero ? moment.UtcDateTime.Date
        : TimeZoneInfo.ConvertTimeFromUtc(moment.UtcDateTime, zone).Date;

    private static Func<Row, bool> Equal(Column column, Func<Row, object?> get, IReadOnlyList<string> values)
    {
        if (column is { EdmType: "Edm.String", Type: not ColumnType.MultiSelectPicklist })
        {
            var texts = values.ToHashSet(StringComparer.OrdinalIgnoreCase);
            return row => get(row) is string text && texts.Contains(text);
        }

        if (column.Type == ColumnType.MultiSelectPicklist)
        {
            var wanted = Numbers(column, values);
            return row => get(row) is int[] set && wanted.SetEquals(set);
        }

        var all = values.Select(value => Parse(column, value)).ToHashSet();
        return row => get(row) is { } value && all.Contains(value is Reference reference ? reference.Id : value);
    }

    private static Func<Row, bool> Contains(Column column, Func<Row, object?> get, IReadOnlyList<string> values)
    {
        var wanted = Numbers(column, values);
        return row => get(row) is int[] set && set.Any(wanted.Contains);
    }

    private static HashSet<int> Numbers(Column column, IReadOnlyList<string> values) =>
        [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).SelectMany(value => (int[])Parse(column, value))];

    /// <summary>SQL's pattern: <c>%</c> any text, <c>_</c> one character, <c>[…]</c> one of some.</summary>
    private static Func<Row, bool> Like(Func<Row, object?> get, string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var end = pattern[i] == '[' ? pattern.IndexOf(']', i) : -1;
            if (end > i + 1)
            {
                text.Append('[').Append(pattern[(i + 1)..end].Replace("\\", "\\\\", StringComparison.Ordinal)).Append(']');
                i = end;
            }
            else
            {
                text.Append(pattern[i] switch { '%' => ".*", '_' => ".", var c => Regex.Escape(c.ToString()) });
            }
        }

        var regex = new Regex(text.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(5));
        return row => get(row) is string value && regex.IsMatch(value);
    }
}
