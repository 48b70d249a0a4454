using System.Globalization;
using System.Runtime.CompilerServices;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>
/// The <c>OData.Community.Display.V1.FormattedValue</c> of a value, for a user with English (United States) formats, in the user's time zone. Holds names it has looked up,
/// so one instance serves one request.
/// </summary>
internal sealed class ValueFormat(Snapshot snapshot, Catalog catalog)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly string[] NumberFormats = [.. Enumerable.Range(0, 13).Select(digits => "N" + digits.ToString(Culture))];
    private readonly Dictionary<Guid, string?> _names = [];
    private string? _baseSymbol;

    /// <summary>The formatted value, or null when the server shows none for this type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string? Of(Row row, Column column, object value) => value switch
    {
        int number when column.Choice is { } choice => choice.Find(number)?.Label,
        int number => number.ToString("N0", Culture),
        bool flag => column.Choice?.Find(flag ? 1 : 0)?.Label ?? (flag ? "Yes" : "No"),
        int[] numbers => string.Join("; ", numbers.Select(number => column.Choice?.Find(number)?.Label)),
        decimal amount when column.Type == ColumnType.Money => SymbolOf(row, column) + amount.ToString(NumberFormats[Math.Min(column.Precision ?? 2, 12)], Culture),
        decimal number => number.ToString(NumberFormats[Math.Min(column.Precision ?? 2, 12)], Culture),
        double number => number.ToString(NumberFormats[Math.Min(column.Precision ?? 2, 12)], Culture),
        long number => number.ToString("N0", Culture),
        DateTime moment => Format(column.IsUserLocal ? Shown(moment) : moment, withTime: !column.IsDateOnly && column.Format != "DateOnly"),
        Reference reference => NameOf(reference),
        string table when column.Type == ColumnType.EntityName => catalog.Find(table)?.Facts.Label,
        _ => null,
    };

    /// <summary>The formatted value of a group or a figure, which belongs to no row; null when the server shows none.</summary>
    public string? OfFigure(Column? column, object value) => (column, value) switch
    {
        ({ Choice: { } choice }, int number) => choice.Find(number)?.Label,
        ({ Choice: { } choice }, bool flag) => choice.Find(flag ? 1 : 0)?.Label,
        (_, int number) => number.ToString("N0", Culture),
        (_, long number) => number.ToString("N0", Culture),
        ({ Type: ColumnType.Money }, decimal amount) => (_baseSymbol ??= BaseSymbol()) + amount.ToString(NumberFormats[Math.Min(column.Precision ?? 2, 12)], Culture),
        (_, decimal number) => number.ToString(NumberFormats[Math.Min(column?.Precision ?? 2, 12)], Culture),
        (_, double number) => number.ToString(NumberFormats[Math.Min(column?.Precision ?? 2, 12)], Culture),
        (_, DateTime moment) => Format(column is { IsUserLocal: true } ? Shown(moment) : moment, withTime: column is not { IsDateOnly: true } and not { Format: "DateOnly" }),
        (_, Reference reference) => NameOf(reference),
        _ => null,
    };

    private DateTime Shown(DateTime moment) => ReferenceEquals(snapshot.Zone, TimeZoneInfo.Utc) ? moment : TimeZoneInfo.ConvertTimeFromUtc(moment, snapshot.Zone);

    /// <summary><c>1/2/2020</c> or <c>1/2/2020 3:04 PM</c>. By hand, because a custom format string costs several times as much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static string Format(DateTime moment, bool withTime)
    {
        Span<char> text = stackalloc char[24];
        var end = 0;
        var (year, month, day) = moment;
        Put(text, month, '/', ref end);
        Put(text, day, '/', ref end);
        Put(text, year, ' ', ref end);
        if (!withTime)
        {
            return new string(text[..(end - 1)]);
        }

        Put(text, moment.Hour % 12 == 0 ? 12 : moment.Hour % 12, ':', ref end);
        text[end++] = (char)('0' + (moment.Minute / 10));
        text[end++] = (char)('0' + (moment.Minute % 10));
        (moment.Hour < 12 ? " AM" : " PM").CopyTo(text[end..]);
        return new string(text[..(end + 3)]);

        static void Put(Span<char> text, int number, char then, ref int end)
        {
            number.TryFormat(text[end..], out var digits, default, CultureInfo.InvariantCulture);
            text[end + digits] = then;
            end += digits + 1;
        }
    }

    /// <summary>The name of the row that a lookup leads to; null when it has none.</summary>
    public string? NameOf(Reference reference)
    {
        if (!_names.TryGetValue(reference.Id, out var name))
        {
            name = snapshot.NameOf(reference);
            _names.Add(reference.Id, name);
        }

        return name;
    }

    private string? SymbolOf(Row row, Column column)
    {
        var currency = column.BaseOf is null && row.Table.Currency is { } own ? row[own] as Reference : null;
        return currency is null ? _baseSymbol ??= BaseSymbol() : SymbolOf(currency);
    }

    private string? SymbolOf(Reference currency) =>
        snapshot.Find(currency) is { } row ? row[row.Table.Find("currencysymbol")!] as string : null;

    private string BaseSymbol()
    {
        var organization = catalog["organization"];
        var row = snapshot[organization].ByKey.All().FirstOrDefault();
        return row?[organization.Find("basecurrencyid")!] is Reference currency ? SymbolOf(currency) ?? "" : "";
    }
}
