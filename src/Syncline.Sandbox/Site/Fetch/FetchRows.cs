using System.Xml.Linq;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>Carries out filters and links. Joined rows are an array with a place for each node; a place is null when an outer link found nothing.</summary>
internal sealed class FetchRows(FetchQuery query, Snapshot snapshot, ConditionOperators conditions)
{
    /// <summary>The filters of a node over joined rows; null when it has none.</summary>
    public Func<Row?[], bool>? FilterOf(FetchNode node)
    {
        var filters = node.Element.Elements("filter").Select(filter => Filter(filter, node)).ToList();
        return filters.Count == 0 ? null : row => filters.TrueForAll(filter => filter(row));
    }

    /// <summary>True when the entity's filters look at its own row alone, so that they can come before the joins.</summary>
    public bool FiltersRootAlone => !query.Root.Element.Elements("filter").Descendants("condition").Any(condition => condition.Attribute("entityname") is not null);

    /// <summary>The joined rows of some rows of the entity.</summary>
    public IEnumerable<Row?[]> Join(IEnumerable<Row> rows)
    {
        var size = query.Nodes.Count;
        var start = rows.Select(row =>
        {
            var joined = new Row?[size];
            joined[0] = row;
            return joined;
        });
        return Join(start, query.Root);
    }

    private IEnumerable<Row?[]> Join(IEnumerable<Row?[]> rows, FetchNode outer)
    {
        foreach (var link in outer.Links)
        {
            rows = link.Joins ? Join(Extend(rows, outer, link), link) : rows.Where(Exists(outer, link));
        }

        return rows;
    }

    private IEnumerable<Row?[]> Extend(IEnumerable<Row?[]> rows, FetchNode outer, FetchNode link)
    {
        var (found, to) = (Found(link), ColumnValue.Of(outer.Table, link.To!));
        foreach (var row in rows)
        {
            var any = false;
            if (row[outer.Slot] is { } parent && ColumnValue.Key(to(parent)) is { } key && found.TryGetValue(key, out var matches))
            {
                foreach (var match in matches)
                {
                    any = true;
                    var joined = (Row?[])row.Clone();
                    joined[link.Slot] = match;
                    yield return joined;
                }
            }

            if (!any && link.LinkType == "outer")
            {
                yield return row;
            }
        }
    }

    /// <summary>Whether a link that adds nothing finds a row.</summary>
    private Func<Row?[], bool> Exists(FetchNode outer, FetchNode link)
    {
        var keys = new Lazy<HashSet<object>>(() => Found(link, withInner: true).Keys.ToHashSet());
        var to = ColumnValue.Of(outer.Table, link.To!);
        var wanted = link.LinkType != "not any";
        return row => (row[outer.Slot] is { } parent && ColumnValue.Key(to(parent)) is { } key && keys.Value.Contains(key)) == wanted;
    }

    /// <summary>The rows of a link that pass its filters, by the value that the link compares.</summary>
    private Dictionary<object, List<Row>> Found(FetchNode link, bool withInner = false)
    {
        var (filter, from) = (FilterOf(link), ColumnValue.Of(link.Table, link.From!));
        var found = new Dictionary<object, List<Row>>();
        var place = new Row?[query.Nodes.Count];
        foreach (var row in snapshot[link.Table].ByKey.All())
        {
            place[link.Slot] = row;
            if (ColumnValue.Key(from(row)) is not { } key || (filter is not null && !filter(place))
                || (withInner && link.Links.Count > 0 && !Join([(Row?[])place.Clone()], link).Any()))
            {
                continue;
            }

            if (!found.TryGetValue(key, out var rows))
            {
                found.Add(key, rows = []);
            }

            rows.Add(row);
        }

        return found;
    }

    private Func<Row?[], bool> Filter(XElement element, FetchNode node)
    {
        var parts = new List<Func<Row?[], bool>>();
        foreach (var child in element.Elements())
        {
            parts.Add(child.Name.LocalName switch
            {
                "filter" => Filter(child, node),
                "condition" => Condition(child, node),
                "link-entity" => Exists(node, query.Link(child, node)),
                var other => throw SiteErrors.BadFetch($"A filter can't hold the element '{other}'."),
            });
        }

        return ((string?)element.Attribute("type") ?? "and") switch
        {
            "and" => row => parts.TrueForAll(part => part(row)),
            "or" => row => parts.Count == 0 || parts.Exists(part => part(row)),
            var other => throw SiteErrors.BadFetch($"A filter's type is 'and' or 'or', not '{other}'."),
        };
    }

    private Func<Row?[], bool> Condition(XElement element, FetchNode own)
    {
        var node = query.NodeOf((string?)element.Attribute("entityname"), own);
        var column = FetchQuery.ColumnOf(node.Table, (string?)element.Attribute("attribute"));
        var name = (string?)element.Attribute("operator") ?? throw SiteErrors.BadFetch("A condition needs an operator.");
        var get = ColumnValue.Of(node.Table, column);
        if ((string?)element.Attribute("valueof") is { } other)
        {
            return Compare(name, get, node, FetchQuery.ColumnOf(node.Table, other));
        }

        var values = element.Elements("value").Select(value => value.Value).ToList();
        if ((string?)element.Attribute("value") is { } single)
        {
            values.Insert(0, single);
        }

        // Name and type columns of a lookup are no columns of their own.
        var test = conditions.Compile(column, get, name, values);
        var slot = node.Slot;
        var ofNothing = name is "null" or "ne" or "neq" || name.StartsWith("not-", StringComparison.Ordinal) && name != "not-null";
        return row => row[slot] is { } value ? test(value) : ofNothing;
    }

    private static Func<Row?[], bool> Compare(string name, Func<Row, object?> left, FetchNode node, Column other)
    {
        var right = ColumnValue.Of(node.Table, other);
        Func<int, bool> holds = name switch
        {
            "eq" => order => order == 0,
            "ne" or "neq" => order => order != 0,
            "gt" => order => order > 0,
            "ge" => order => order >= 0,
            "lt" => order => order < 0,
            "le" => order => order <= 0,
            _ => throw SiteErrors.BadFetch($"The operator '{name}' can't be used with valueof."),
        };
        return row => row[node.Slot] is { } value && left(value) is { } a && right(value) is { } b && holds(RowValues.Compare(a, b));
    }
}
