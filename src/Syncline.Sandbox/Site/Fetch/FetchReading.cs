using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Aggregation;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>Runs FetchXML queries for every service of the site; the services write what it finds.</summary>
internal sealed class FetchReading(Catalog catalog, AccessControl access, SiteClock clock)
{
    /// <summary>The most rows that can be paged over by page number alone.</summary>
    private const int MaxWithoutCookie = 50_000;

    /// <summary>Reads a query and asks whether its user may read every table in it.</summary>
    public FetchQuery Parse(SiteRequest request, string text)
    {
        var query = FetchQuery.Parse(catalog, text);
        foreach (var node in query.Nodes)
        {
            access.Demand(request, Privilege.Read, node.Table);
        }

        return query;
    }

    /// <summary>The groups and figures that a query with <c>aggregate="true"</c> gives.</summary>
    public Figures Aggregate(SiteRequest request, Snapshot snapshot, FetchQuery query) =>
        new FetchAggregation(query, RowsOf(request, snapshot, query)).Run(request, snapshot);

    private static List<FetchOutput> Outputs(FetchQuery query)
    {
        var outputs = new List<FetchOutput>();
        foreach (var node in query.Nodes.Where(node => node.Joins))
        {
            var attributes = node.Element.Elements("attribute").ToList();
            var all = node.Element.Element("all-attributes") is not null || (node.Slot == 0 && attributes.Count == 0);
            foreach (var column in all ? node.Table.Columns.Where(column => column.IsInRows) : [])
            {
                outputs.Add(Output(node, column, null));
            }

            foreach (var attribute in attributes)
            {
                var column = FetchQuery.ColumnOf(node.Table, (string?)attribute.Attribute("name"));
                if (column.IsInRows)
                {
                    outputs.Add(Output(node, column, (string?)attribute.Attribute("alias")));
                }
            }
        }

        if (!query.IsDistinct && !outputs.Exists(output => output.Slot == 0 && ReferenceEquals(output.Column, query.Root.Table.PrimaryId)))
        {
            outputs.Add(Output(query.Root, query.Root.Table.PrimaryId, null));
        }

        return outputs;
    }

    /// <summary>Columns of links are named <c>alias.column</c>, lookups too (inferred from the SDK's aliased values).</summary>
    private static FetchOutput Output(FetchNode node, Column column, string? alias) =>
        new(node.Slot, node.Table, column, alias ?? (node.Alias is null ? null : $"{node.Alias}.{column.Name}"), ColumnValue.Of(node.Table, column));

    private static List<(FetchNode Node, Column Column, bool Descending)> Orders(FetchQuery query) =>
    [
        .. query.Nodes.Where(node => node.Joins).SelectMany(node => node.Element.Elements("order").Select(order =>
        {
            var target = query.NodeOf((string?)order.Attribute("entityname"), node);
            return (target, FetchQuery.ColumnOf(target.Table, (string?)order.Attribute("attribute")), (string?)order.Attribute("descending") is "true" or "1");
        })),
    ];

    /// <summary>The rows that a query without figures gives.</summary>
    public FetchPage Page(SiteRequest request, Snapshot snapshot, FetchQuery query)
    {
        var rows = RowsOf(request, snapshot, query);

        // The filters come first: they may hold links, which take their places among the joined rows.
        var filter = rows.FilterOf(query.Root);
        var outputs = Outputs(query);
        var orders = Orders(query);
        var table = query.Root.Table;
        var size = Math.Min(query.Top ?? query.Count ?? table.MaxPage, table.MaxPage);
        if (query.Page < 1 || (query.PagingCookie is null && (long)query.Page * size > MaxWithoutCookie))
        {
            throw new SiteException(400, "0x8004430a", "Over upper limit of records that can be requested without a paging cookie. A paging cookie is required when retrieving a high page number.") { Name = "OverRetrievalUpperLimitWithoutPagingCookie" };
        }

        List<Row?[]> page;
        bool more;
        int? total = null;
        PageCookie.Ends? ends = null;
        if (query.Nodes.Count == 1 && !query.IsDistinct)
        {
            // One table: pages begin behind the place that the cookie names.
            var plain = RowQuery.Of(table, filter is null ? null : row => filter([row]), [.. orders.Select(order => (order.Column, ColumnValue.Of(table, order.Column), order.Descending))]);
            var after = query.PagingCookie is { } given ? PageCookie.ReadInner(given, query.Page, table, orders.Count) : null;
            var found = plain.Page(snapshot, after, after is null ? size * query.Page : size);
            page = [.. found.Rows.Skip(after is null ? size * (query.Page - 1) : 0).Select(row => new Row?[] { row })];
            more = found.HasMore;
            total = query.WantsTotal ? plain.Count(snapshot, RowQuery.MaxPage + 1) : null;
            ends = page.Count > 0 ? new PageCookie.Ends(query.Page, table, page[0][0]!, page[^1][0]!, plain.OrderColumns) : null;
        }
        else
        {
            var all = Sorted(Joined(snapshot, query, rows, filter), orders);
            if (query.IsDistinct)
            {
                all = all.DistinctBy(row => string.Join('\u001f', outputs.Select(output => row[output.Slot] is { } value ? PageCookie.Text(output.Get(value)) : null)), StringComparer.OrdinalIgnoreCase);
            }

            var list = all.ToList();
            page = [.. list.Skip(size * (query.Page - 1)).Take(size)];
            more = list.Count > size * query.Page;
            total = query.WantsTotal ? list.Count : null;
            ends = page.Count > 0 ? new PageCookie.Ends(query.Page, table, page[0][0]!, page[^1][0]!, []) : null;
        }

        request.Work.RowsRead += page.Count;
        return new FetchPage(outputs, page, more && query.Top is null, ends, total);
    }

    private static IEnumerable<Row?[]> Joined(Snapshot snapshot, FetchQuery query, FetchRows rows, Func<Row?[], bool>? filter)
    {
        var source = snapshot[query.Root.Table].ByKey.All();
        if (filter is null)
        {
            return rows.Join(source);
        }

        if (!rows.FiltersRootAlone)
        {
            return rows.Join(source).Where(filter);
        }

        var place = new Row?[query.Nodes.Count];
        return rows.Join(source.Where(row =>
        {
            place[0] = row;
            return filter(place);
        }));
    }

    private static IEnumerable<Row?[]> Sorted(IEnumerable<Row?[]> rows, List<(FetchNode Node, Column Column, bool Descending)> orders)
    {
        var values = orders.ConvertAll(order => (order.Node.Slot, Get: ColumnValue.Of(order.Node.Table, order.Column), order.Descending));
        return rows.Order(Comparer<Row?[]>.Create((left, right) =>
        {
            foreach (var (slot, get, descending) in values)
            {
                var order = RowValues.Compare(left[slot] is { } a ? get(a) : null, right[slot] is { } b ? get(b) : null);
                if (order != 0)
                {
                    return descending ? -order : order;
                }
            }

            return Row.CompareIds(left[0]!.Id, right[0]!.Id);
        }));
    }

    private FetchRows RowsOf(SiteRequest request, Snapshot snapshot, FetchQuery query) =>
        new(query, snapshot, new ConditionOperators(clock.GetUtcNow().UtcDateTime, snapshot.Zone, request.Caller.UserId));
}
