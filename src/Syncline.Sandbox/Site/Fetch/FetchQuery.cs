using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>A FetchXML query, read and with its tables and columns found. Microsoft Learn: "FetchXml reference".</summary>
internal sealed class FetchQuery
{
    private static readonly string[] LinkTypes = ["inner", "outer", "exists", "in", "any", "not any"];
    private readonly List<FetchNode> _nodes = [];
    private readonly Catalog _catalog;

    private FetchQuery(Catalog catalog, XElement fetch)
    {
        _catalog = catalog;
        Fetch = fetch;
        var entity = fetch.Elements("entity").SingleOrDefault() ?? throw SiteErrors.BadFetch("A fetch element needs one entity element.");
        Root = new FetchNode { Element = entity, Table = TableOf(entity), Slot = 0 };
        _nodes.Add(Root);
        AddLinks(Root);
    }

    public XElement Fetch { get; }

    public FetchNode Root { get; }

    /// <summary>The entity and its links, by slot.</summary>
    public IReadOnlyList<FetchNode> Nodes => _nodes;

    public bool IsAggregate => Flag("aggregate");

    public bool IsDistinct => Flag("distinct");

    public bool WantsTotal => Flag("returntotalrecordcount");

    public int? Top => Number("top");

    public int? Count => Number("count");

    public int Page => Number("page") ?? 1;

    public string? PagingCookie => (string?)Fetch.Attribute("paging-cookie");

    public static FetchQuery Parse(Catalog catalog, string text)
    {
        XElement fetch;
        try
        {
            fetch = XElement.Parse(text);
        }
        catch (XmlException exception)
        {
            throw SiteErrors.BadFetch($"Invalid XML: {exception.Message}");
        }

        return fetch.Name.LocalName == "fetch" ? new FetchQuery(catalog, fetch) : throw SiteErrors.BadFetch("The root element must be 'fetch'.");
    }

    /// <summary>A column by logical name, or the server's complaint.</summary>
    public static Column ColumnOf(Table table, string? name) => name is not null && table.Find(name) is { Read: true } column
        ? column
        : throw new SiteException(400, "0x80041103", $"'{table.Facts.Schema}' entity doesn't contain attribute with Name = '{name}' and NameMapping = 'Logical'.") { Name = "QueryBuilderNoAttribute" };

    /// <summary>The node that a condition or an order names by <c>entityname</c>; without a name, its own.</summary>
    public FetchNode NodeOf(string? name, FetchNode own) => name is null
        ? own
        : _nodes.FirstOrDefault(node => node.Alias == name || (node.Alias is null && node.Table.Name == name))
            ?? throw SiteErrors.BadFetch($"Link entity with name or alias {name} is not found.");

    private Table TableOf(XElement element)
    {
        var name = (string?)element.Attribute("name") ?? throw SiteErrors.BadFetch($"The element '{element.Name.LocalName}' needs a name.");
        return _catalog.Find(name) ?? throw new SiteException(400, "0x80041102", $"The entity with a name = '{name}' was not found in the MetadataCache.") { Name = "QueryBuilderNoEntity" };
    }

    private void AddLinks(FetchNode outer)
    {
        foreach (var element in outer.Element.Elements("link-entity"))
        {
            var link = Link(element, outer);
            outer.Links.Add(link);
        }
    }

    /// <summary>Reads a link, also one within a filter.</summary>
    public FetchNode Link(XElement element, FetchNode outer)
    {
        var table = TableOf(element);
        var type = (string?)element.Attribute("link-type") ?? "inner";
        if (!LinkTypes.Contains(type, StringComparer.Ordinal))
        {
            throw SiteErrors.NotSupported($"the link-type '{type}'");
        }

        var from = (string?)element.Attribute("from") ?? table.PrimaryId.Name;
        var node = new FetchNode
        {
            Element = element,
            Table = table,
            Slot = _nodes.Count,
            Alias = (string?)element.Attribute("alias") ?? string.Create(CultureInfo.InvariantCulture, $"{table.Name}{_nodes.Count}"),
            LinkType = type,
            From = ColumnOf(table, from),
            To = ColumnOf(outer.Table, (string?)element.Attribute("to") ?? from),
        };
        _nodes.Add(node);
        AddLinks(node);
        return node;
    }

    private bool Flag(string name) => (string?)Fetch.Attribute(name) is "true" or "1";

    private int? Number(string name) => (string?)Fetch.Attribute(name) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw SiteErrors.BadFetch($"The attribute '{name}' must be a whole number, not '{text}'.");
}
