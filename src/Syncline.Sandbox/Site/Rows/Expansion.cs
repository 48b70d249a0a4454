using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Rows;

/// <summary>One <c>$expand</c>: of a lookup (one row), or of a 1:N or N:N relationship (a page of a list, with a link to the next).</summary>
internal sealed class Expansion
{
    private const string Ref = "/$ref";
    private readonly string _name;
    private readonly Column? _lookup;
    private readonly ManyToManySide? _side;
    private readonly bool _isCollection;
    private readonly IReadOnlyDictionary<Table, Projection> _projections;
    private readonly RowQuery? _inner;
    private ILookup<Guid, Row>? _children;

    private Expansion(string name, Column? lookup, bool isCollection, IReadOnlyDictionary<Table, Projection> projections, RowQuery? inner, ManyToManySide? side = null)
    {
        _name = name;
        _side = side;
        _lookup = lookup;
        _isCollection = isCollection;
        _projections = projections;
        _inner = inner;
    }

    /// <summary>With <c>/$ref</c>: where the addresses begin that it shows instead of rows.</summary>
    private string? ServiceRoot { get; init; }

    /// <summary>How the expansion stands in <c>@odata.context</c>.</summary>
    public string Context => ServiceRoot is not null ? _name : $"{_name}({string.Join(',', _projections.Values.First().Selected)})";

    /// <summary>Entity set of the parents with the service's address, and most rows on a page.</summary>
    private (string Set, string Options, int Size) Paging { get; init; } = ("", "", RowQuery.MaxPage);

    public static Expansion Parse(Catalog catalog, Snapshot snapshot, ConditionOperators conditions, string serviceRoot, Table table, ExpandItem item, int? pageSize)
    {
        var options = string.Concat(item.Options.Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value)}&"));
        var paging = (serviceRoot + table.SetName, options, Math.Min(pageSize ?? RowQuery.MaxPage, RowQuery.MaxPage));
        var select = SelectParser.Names(item.Options.GetValueOrDefault("$select"));
        if (item.Name.EndsWith(Ref, StringComparison.Ordinal))
        {
            var name = item.Name[..^Ref.Length];
            return table.FindNavigation(name) is { } referred
                ? new Expansion(name, referred.Column, false, new Dictionary<Table, Projection>(), null) { ServiceRoot = serviceRoot }
                : throw SiteErrors.NotSupported("$ref of a collection in $expand");
        }

        if (table.FindNavigation(item.Name) is { } navigation)
        {
            if (item.Options.Keys.FirstOrDefault(option => option != "$select") is { } other)
            {
                throw SiteErrors.NotSupported($"{other} in the $expand of a lookup");
            }

            var targets = catalog.TargetsOf(navigation.Navigation).ToList();
            if (targets.Count == 0)
            {
                throw SiteErrors.NotSupported($"the table '{navigation.Navigation.Target}'");
            }

            // An owner is a user or a team; a selected column that only one of the two has is shown for that one.
            var projections = targets.ToDictionary(target => target, target => Projection.Of(target, targets.Count == 1
                ? select
                : [.. select.Where(name => target.FindProperty(name) is not null)]));
            return new Expansion(item.Name, navigation.Column, false, projections, null);
        }

        if (table.FindManyToMany(catalog, item.Name) is { } side)
        {
            return new Expansion(item.Name, null, true, new Dictionary<Table, Projection> { [side.OtherTable] = Projection.Of(side.OtherTable, select) }, Inner(catalog, snapshot, conditions, side.OtherTable, item), side) { Paging = paging };
        }

        if (table.FindCollection(item.Name) is not { } relationship)
        {
            throw table.ManyToMany.Any(many => many.FirstNavigation == item.Name || many.SecondNavigation == item.Name)
                ? SiteErrors.NotSupported($"the N:N relationship '{item.Name}', because it does not have the table on its other side")
                : SiteErrors.NoProperty(item.Name, table.TypeName);
        }

        if (catalog.Find(relationship.Many) is not { } child || child.Find(relationship.ManyColumn) is not { } lookup)
        {
            throw SiteErrors.NotSupported($"the table '{relationship.Many}'");
        }

        return new Expansion(item.Name, lookup, true, new Dictionary<Table, Projection> { [child] = Projection.Of(child, select) }, Inner(catalog, snapshot, conditions, child, item)) { Paging = paging };
    }

    private static RowQuery Inner(Catalog catalog, Snapshot snapshot, ConditionOperators conditions, Table table, ExpandItem item) =>
        item.Options.Keys.FirstOrDefault(option => option is not ("$select" or "$filter" or "$orderby" or "$top")) is { } unknown
            ? throw SiteErrors.NotSupported($"{unknown} in the $expand of a collection")
            : RowQuery.Of(catalog, snapshot, conditions, table, item.Options.GetValueOrDefault("$filter"), item.Options.GetValueOrDefault("$orderby"), item.Options.GetValueOrDefault("$top"));

    public void Write(JsonBytes json, RowJson rows, Row row)
    {
        if (ServiceRoot is not null)
        {
            WriteAddress(json, row);
            return;
        }

        json.Name(_name);
        if (_isCollection)
        {
            WriteCollection(json, rows, row);
            return;
        }

        if (row[_lookup!] is Reference reference && _projections.TryGetValue(reference.Table, out var projection) && rows.Snapshot.Find(reference) is { } found)
        {
            json.StartObject();
            if (rows.Single)
            {
                // Recorded: the row behind a lookup has its ETag in a document of one row, and not in a list.
                RowJson.WriteETag(json, found);
            }

            rows.WriteFields(json, found, projection);
            json.EndObject();
        }
        else
        {
            json.Null();
        }
    }

    /// <summary>The lookup's value and the address of its row.</summary>
    private void WriteAddress(JsonBytes json, Row row)
    {
        json.Name(_lookup!.PropertyName);
        if (row[_lookup] is not Reference reference)
        {
            json.Null();
            json.Name(_name);
            json.Null();
            return;
        }

        json.Id(reference.Id);
        json.Name(_name);
        json.StartObject();
        json.Name("@odata.id");
        json.Text($"{ServiceRoot}{reference.Table.SetName}({reference.Id})");
        json.EndObject();
    }

    private void WriteCollection(JsonBytes json, RowJson rows, Row row)
    {
        var (child, projection) = _projections.First();

        // One pass over the children serves every parent of the answer.
        _children ??= _side is not null
            ? Pairs.All(rows.Snapshot, _side).SelectMany(group => _inner!.Matching(group).Select(other => (Own: group.Key, Other: other))).ToLookup(pair => pair.Own, pair => pair.Other)
            : _inner!.Matching(rows.Snapshot[child].ByKey.All().Where(candidate => candidate[_lookup!] is Reference)).ToLookup(candidate => ((Reference)candidate[_lookup!]!).Id);
        json.StartArray();
        var page = _children[row.Id].Take(_inner!.Top ?? Paging.Size + 1).ToList();
        var hasMore = _inner.Top is null && page.Count > Paging.Size;
        foreach (var found in page.Take(Paging.Size))
        {
            json.StartObject();
            RowJson.WriteETag(json, found);
            rows.WriteFields(json, found, projection);
            json.EndObject();
        }

        json.EndArray();
        if (hasMore)
        {
            json.Name(_name + "@odata.nextLink");
            json.Text($"{Paging.Set}({row.Id})/{_name}?{Paging.Options}$skiptoken={PageCookie.Write(1, child, page[0], page[Paging.Size - 1], _inner.OrderColumns)}");
        }
    }
}
