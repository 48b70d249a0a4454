using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Traffic;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>Answers <c>?fetchXml=</c>, <c>?savedQuery=</c> and <c>?userQuery=</c> (PROTOCOL 5.2).</summary>
internal sealed class FetchAnswer(Catalog catalog, AccessControl access, SiteClock clock)
{
    /// <summary>The most rows that can be paged over by page number alone.</summary>
    private const int MaxWithoutCookie = 50_000;

    /// <summary>The FetchXML that a request asks with; null when it asks otherwise.</summary>
    public string? TextOf(SiteRequest request, Snapshot snapshot) => request.Query["fetchXml"]
        ?? View(request, snapshot, "savedQuery", "savedquery")
        ?? View(request, snapshot, "userQuery", "userquery");

    public SiteAnswer Answer(SiteRequest request, Snapshot snapshot, Table table, string text)
    {
        var query = FetchQuery.Parse(catalog, text);
        if (query.Root.Table != table)
        {
            throw SiteErrors.BadFetch($"The entity '{query.Root.Table.Name}' of the query is not that of the entity set '{table.SetName}'.");
        }

        foreach (var node in query.Nodes)
        {
            access.Demand(request, Privilege.Read, node.Table);
        }

        var rows = new FetchRows(query, snapshot, new ConditionOperators(clock.GetUtcNow().UtcDateTime, request.Caller.UserId));
        return query.IsAggregate
            ? new FetchAggregation(catalog, query, rows).Answer(request, snapshot)
            : Rows(request, snapshot, query, rows);
    }

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

        if (!query.IsDistinct && !outputs.Exists(output => output.Slot == 0 && ReferenceEquals(output.Field.Column, query.Root.Table.PrimaryId)))
        {
            outputs.Add(Output(query.Root, query.Root.Table.PrimaryId, null));
        }

        return outputs;
    }

    /// <summary>Columns of links are named <c>alias.column</c>, lookups too (inferred from the SDK's aliased values).</summary>
    private static FetchOutput Output(FetchNode node, Column column, string? alias) =>
        new(node.Slot, new Field(column, alias ?? (node.Alias is null ? null : $"{node.Alias}.{column.Name}")), ColumnValue.Of(node.Table, column));

    private static List<(FetchNode Node, Column Column, bool Descending)> Orders(FetchQuery query) =>
    [
        .. query.Nodes.Where(node => node.Joins).SelectMany(node => node.Element.Elements("order").Select(order =>
        {
            var target = query.NodeOf((string?)order.Attribute("entityname"), node);
            return (target, FetchQuery.ColumnOf(target.Table, (string?)order.Attribute("attribute")), (string?)order.Attribute("descending") is "true" or "1");
        })),
    ];

    private SiteAnswer Rows(SiteRequest request, Snapshot snapshot, FetchQuery query, FetchRows rows)
    {
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
        string? cookie = null;
        if (query.Nodes.Count == 1 && !query.IsDistinct)
        {
            // One table: pages begin behind the place that the cookie names.
            var plain = RowQuery.Of(table, filter is null ? null : row => filter([row]), [.. orders.Select(order => (order.Column, ColumnValue.Of(table, order.Column), order.Descending))]);
            var after = query.PagingCookie is { } given ? PageCookie.ReadInner(given, query.Page, table, orders.Count) : null;
            var found = plain.Page(snapshot, after, after is null ? size * query.Page : size);
            page = [.. found.Rows.Skip(after is null ? size * (query.Page - 1) : 0).Select(row => new Row?[] { row })];
            more = found.HasMore;
            total = query.WantsTotal ? plain.Count(snapshot, RowQuery.MaxPage + 1) : null;
            cookie = more && page.Count > 0 ? PageCookie.Outer(query.Page, table, page[0][0]!, page[^1][0]!, plain.OrderColumns) : null;
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
            cookie = more ? PageCookie.Outer(query.Page, table, page[0][0]!, page[^1][0]!, []) : null;
        }

        request.Work.RowsRead += page.Count;
        more = more && query.Top is null;
        return Write(request, snapshot, query, outputs, page, more, more ? cookie : null, total);
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

    private SiteAnswer Write(SiteRequest request, Snapshot snapshot, FetchQuery query, List<FetchOutput> outputs, List<Row?[]> page, bool more, string? cookie, int? total)
    {
        var rows = new RowJson(snapshot, catalog, request.Prefer, single: false);
        var context = $"{request.ContextRoot}{query.Root.Table.SetName}({string.Join(',', outputs.Where(output => output.Slot == 0).Select(output => output.Field.Column.PropertyName))})";
        var answer = new SiteAnswer(200)
        {
            Body = async (output, cancellationToken) =>
            {
                using var json = new JsonBytes();
                json.StartObject();
                json.Name("@odata.context");
                json.Text(context);
                RowCounts.Write(json, request.Prefer, total);
                if (request.Prefer.Includes("Microsoft.Dynamics.CRM.fetchxmlpagingcookie") && cookie is not null)
                {
                    json.Name("@Microsoft.Dynamics.CRM.fetchxmlpagingcookie");
                    json.Text(cookie);
                }

                if (request.Prefer.Includes("Microsoft.Dynamics.CRM.morerecords"))
                {
                    json.Name("@Microsoft.Dynamics.CRM.morerecords");
                    json.Bool(more);
                }

                json.Name("value");
                json.StartArray();
                foreach (var joined in page)
                {
                    json.StartObject();
                    if (!query.IsDistinct)
                    {
                        RowJson.WriteETag(json, joined[0]!);
                    }

                    foreach (var column in outputs)
                    {
                        // Columns without a value are left out, unlike in answers to OData queries.
                        if (joined[column.Slot] is { } row && column.Get(row) is { } value)
                        {
                            rows.WriteField(json, row, column.Field, value);
                        }
                    }

                    json.EndObject();
                    await json.SendIfFullAsync(output, cancellationToken);
                }

                json.EndArray();
                json.EndObject();
                await json.SendAsync(output, cancellationToken);
            },
        };
        return request.Prefer.AnyAnnotations ? answer.With("Preference-Applied", $"odata.include-annotations={request.Prefer.AnnotationsAsSent}") : answer;
    }

    private string? View(SiteRequest request, Snapshot snapshot, string option, string tableName)
    {
        if (request.Query[option] is not { } text)
        {
            return null;
        }

        var table = catalog[tableName];
        var id = Guid.TryParse(text, out var given) ? given : throw SiteErrors.BadQuery($"The query option {option} takes an id, not '{text}'.");
        var row = snapshot[table].Find(id) ?? throw SiteErrors.DoesNotExist(table, id);
        return row[table.Find("fetchxml")!] as string ?? throw SiteErrors.BadFetch($"The view '{id}' has no query.");
    }
}
