using System.Globalization;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Query;

/// <summary>Which rows of a table, and in which order. Bound to one snapshot.</summary>
internal sealed class RowQuery
{
    /// <summary>The most rows on a page of a standard table (PROTOCOL 5.2).</summary>
    public const int MaxPage = 5000;

    private readonly Func<Row, bool>? _filter;
    private readonly IReadOnlyList<(Column Column, Func<Row, object?> Get, bool Descending)> _order;

    private RowQuery(Table table, Func<Row, bool>? filter, IReadOnlyList<(Column, Func<Row, object?>, bool)> order, int? top)
    {
        Table = table;
        _filter = filter;
        _order = order;
        Top = top;
    }

    public Table Table { get; }

    public int? Top { get; }

    public IReadOnlyList<(Column Column, Func<Row, object?> Get)> OrderColumns => [.. _order.Select(key => (key.Column, key.Get))];

    /// <summary>Parses the options; null means absent.</summary>
    public static RowQuery Of(Catalog catalog, Snapshot snapshot, ConditionOperators conditions, Table table, string? filter, string? orderBy, string? top)
    {
        var compiler = new RowFilter(catalog, snapshot, conditions);
        int? most = null;
        if (top is not null)
        {
            most = int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? Math.Min(number, MaxPage)
                : throw SiteErrors.BadQuery($"Invalid value '{top}' for $top query option found. The $top query option requires a non-negative integer value.");
        }

        var order = SelectParser.Names(orderBy).Select(item => Order(compiler, table, item)).ToList();
        return new RowQuery(table, filter is null ? null : compiler.Compile(table, ExpressionParser.Parse(filter)), order, most);
    }

    /// <summary>A query from parts that are compiled already.</summary>
    public static RowQuery Of(Table table, Func<Row, bool>? filter, IReadOnlyList<(Column Column, Func<Row, object?> Get, bool Descending)> order) => new(table, filter, order, null);

    /// <summary>Whether the order is that of the primary key, in which a table is kept: a page of it is found without looking through the others.</summary>
    private bool IsByKey => _order.Count == 0 || (_order[0] is { Descending: false } first && ReferenceEquals(first.Column, Table.PrimaryId));

    /// <summary>All rows that the filter takes, by primary key.</summary>
    public IEnumerable<Row> All(Snapshot snapshot) => _filter is null ? snapshot[Table].ByKey.All() : snapshot[Table].ByKey.All().Where(_filter);

    /// <summary>The same query within fewer rows.</summary>
    public RowQuery Within(Func<Row, bool> scope) =>
        new(Table, _filter is { } filter ? row => scope(row) && filter(row) : scope, _order, Top);

    /// <summary>Rows of a sequence that the filter takes, in the query's order.</summary>
    public IEnumerable<Row> Matching(IEnumerable<Row> rows)
    {
        var matching = _filter is null ? rows : rows.Where(_filter);
        return _order.Count == 0 ? matching : matching.Order(Comparer<Row>.Create(Compare));
    }

    /// <summary>Number of rows that the filter takes, counted no further than a limit.</summary>
    public int Count(Snapshot snapshot, int limit) =>
        _filter is null ? Math.Min(snapshot[Table].ByKey.Count, limit) : snapshot[Table].ByKey.All().Where(_filter).Take(limit).Count();

    /// <summary>One page behind a place.</summary>
    public RowPage Page(Snapshot snapshot, PageCookie? after, int size)
    {
        var rows = snapshot[Table].ByKey;
        if (IsByKey)
        {
            var source = rows.All();
            if (after is not null)
            {
                var place = Row.SortKey(after.LastId);
                source = rows.After(row => Row.SortKey(row.Id).CompareTo(place));
            }

            return Cut(_filter is null ? source : source.Where(_filter), size);
        }

        var matching = _filter is null ? rows.All() : rows.All().Where(_filter);
        if (after is not null)
        {
            object?[] last = [.. _order.Select((key, i) => PageCookie.Parse(key.Column, after.LastValues[i]))];
            matching = matching.Where(row => CompareTo(row, last, after.LastId) > 0);
        }

        return Cut(First(matching, size + 1), size);
    }

    private static (Column, Func<Row, object?>, bool) Order(RowFilter compiler, Table table, string item)
    {
        var parts = item.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var descending = parts.Length == 2 && parts[1] == "desc";
        if (parts.Length > 2 || (parts.Length == 2 && parts[1] is not ("asc" or "desc")))
        {
            throw SiteErrors.BadQuery($"Syntax error in '$orderby={item}'.");
        }

        var (column, get) = compiler.Value(table, new PropertyPath(parts[0].Split('/')));
        return (column, get, descending);
    }

    private static RowPage Cut(IEnumerable<Row> rows, int size)
    {
        var page = new List<Row>(Math.Min(size, MaxPage));
        foreach (var row in rows)
        {
            if (page.Count == size)
            {
                return new RowPage(page, HasMore: true);
            }

            page.Add(row);
        }

        return new RowPage(page, HasMore: false);
    }

    /// <summary>The first rows in order, holding a few times as many at most.</summary>
    private List<Row> First(IEnumerable<Row> rows, int count)
    {
        var best = new List<Row>();
        foreach (var row in rows)
        {
            best.Add(row);
            if (best.Count >= (count * 2) + 1024)
            {
                best.Sort(Compare);
                best.RemoveRange(count, best.Count - count);
            }
        }

        best.Sort(Compare);
        return best;
    }

    private int Compare(Row? left, Row? right)
    {
        foreach (var (_, get, descending) in _order)
        {
            var order = RowValues.Compare(get(left!), get(right!));
            if (order != 0)
            {
                return descending ? -order : order;
            }
        }

        return Row.CompareIds(left!.Id, right!.Id);
    }

    private int CompareTo(Row row, object?[] last, Guid lastId)
    {
        for (var i = 0; i < last.Length; i++)
        {
            var value = _order[i].Get(row);
            var order = value is Reference reference && last[i] is Guid id ? Row.CompareIds(reference.Id, id) : RowValues.Compare(value, last[i]);
            if (order != 0)
            {
                return _order[i].Descending ? -order : order;
            }
        }

        return Row.CompareIds(row.Id, lastId);
    }
}
