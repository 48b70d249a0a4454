using System.Globalization;
using System.Xml.Linq;
using Syncline.Sandbox.Site.Aggregation;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>A query with <c>aggregate="true"</c>. Microsoft Learn: "Aggregate data using FetchXml".</summary>
internal sealed class FetchAggregation(FetchQuery query, FetchRows rows)
{
    public Figures Run(SiteRequest request, Snapshot snapshot)
    {
        var filter = rows.FilterOf(query.Root);
        var (groups, aggregates) = (new List<Group<Row?[]>>(), new List<Aggregate<Row?[]>>());
        var (groupColumns, figureColumns) = (new List<FigureColumn>(), new List<FigureColumn>());
        foreach (var node in query.Nodes.Where(node => node.Joins))
        {
            foreach (var attribute in node.Element.Elements("attribute"))
            {
                var column = FetchQuery.ColumnOf(node.Table, (string?)attribute.Attribute("name"));
                var alias = (string?)attribute.Attribute("alias") ?? throw new SiteException(400, "0x80041103", $"An attribute alias is required for the aggregate query; the attribute '{column.Name}' has none.") { Name = "QueryBuilderNoAlias" };
                if ((string?)attribute.Attribute("groupby") is "true" or "1")
                {
                    groups.Add(GroupOf(attribute, node, column, alias, snapshot.Zone));
                    groupColumns.Add(new FigureColumn(alias, node.Table, column, groups[^1].Column));
                }
                else
                {
                    var kind = KindOf(attribute);
                    aggregates.Add(new Aggregate<Row?[]>(alias, kind, column, Get(node, column)));
                    figureColumns.Add(new FigureColumn(alias, node.Table, column, kind is AggregateKind.Count or AggregateKind.CountColumn or AggregateKind.CountDistinct ? null : column));
                }
            }
        }

        var source = rows.Join(snapshot[query.Root.Table].ByKey.All());
        var found = new AggregateQuery<Row?[]>(groups, aggregates).Run(filter is null ? source : source.Where(filter));
        FigureColumn[] columns = [.. groupColumns, .. figureColumns];
        var sorted = Sort(found, [.. columns.Select(column => column.Name)]).Take(query.Top ?? query.Count ?? RowQuery.MaxPage).ToList();
        request.Work.RowsRead += sorted.Count;
        return new Figures(columns, sorted);
    }

    private static Func<Row?[], object?> Get(FetchNode node, Column column)
    {
        var get = ColumnValue.Of(node.Table, column);
        return row => row[node.Slot] is { } value ? get(value) : null;
    }

    private static AggregateKind KindOf(XElement attribute) => (string?)attribute.Attribute("aggregate") switch
    {
        "count" => AggregateKind.Count,
        "countcolumn" => (string?)attribute.Attribute("distinct") is "true" or "1" ? AggregateKind.CountDistinct : AggregateKind.CountColumn,
        "sum" => AggregateKind.Sum,
        "avg" => AggregateKind.Average,
        "min" => AggregateKind.Min,
        "max" => AggregateKind.Max,
        var other => throw SiteErrors.BadFetch($"An attribute of an aggregate query needs groupby, or aggregate with count, countcolumn, sum, avg, min or max; not '{other}'."),
    };

    private static Group<Row?[]> GroupOf(XElement attribute, FetchNode node, Column column, string alias, TimeZoneInfo zone)
    {
        var get = Get(node, column);
        return (string?)attribute.Attribute("dategrouping") switch
        {
            null => new Group<Row?[]>(alias, column, get),
            "day" => Part(moment => moment.Day),
            "week" => Part(moment => CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(moment, CalendarWeekRule.FirstDay, DayOfWeek.Sunday)),
            "month" => Part(moment => moment.Month),
            "quarter" => Part(moment => ((moment.Month - 1) / 3) + 1),
            "year" => Part(moment => moment.Year),
            var other => throw SiteErrors.NotSupported($"the dategrouping '{other}'"),
        };

        // By the user's clock, unless the query says otherwise.
        Group<Row?[]> Part(Func<DateTime, int> part)
        {
            var local = column.IsUserLocal && (string?)attribute.Attribute("usertimezone") is not ("false" or "0");
            return new(alias, null, row => get(row) is DateTime moment ? part(local ? TimeZoneInfo.ConvertTimeFromUtc(moment, zone) : moment) : null);
        }
    }

    private IEnumerable<IReadOnlyList<object?>> Sort(IReadOnlyList<IReadOnlyList<object?>> found, List<string> names)
    {
        var orders = query.Nodes.SelectMany(node => node.Element.Elements("order")).Select(order =>
        {
            var alias = (string?)order.Attribute("alias") ?? throw SiteErrors.BadFetch("An order of an aggregate query needs an alias.");
            var index = names.IndexOf(alias);
            return (Index: index >= 0 ? index : throw SiteErrors.BadFetch($"The order names the alias '{alias}', which no attribute has."), Descending: (string?)order.Attribute("descending") is "true" or "1");
        }).ToList();
        return orders.Count == 0 ? found : found.Order(Comparer<IReadOnlyList<object?>>.Create((left, right) => orders
            .Select(order => RowValues.Compare(left[order.Index], right[order.Index]) * (order.Descending ? -1 : 1))
            .FirstOrDefault(result => result != 0)));
    }
}
