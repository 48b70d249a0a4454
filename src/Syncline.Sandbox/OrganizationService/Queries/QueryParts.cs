using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Queries;

/// <summary>What the kinds of queries share: columns, orders, pages.</summary>
internal static class QueryParts
{
    private static readonly XName Nil = XName.Get("nil", Xmlns.Instance);

    /// <summary>A member of a contract, or null when it is absent or nil.</summary>
    public static XElement? Member(XElement owner, string name) =>
        owner.Element(XName.Get(name, Xmlns.Contracts)) is { } found && (string?)found.Attribute(Nil) is not ("true" or "1") ? found : null;

    public static string? Text(XElement owner, string name) => Member(owner, name)?.Value;

    public static bool Flag(XElement owner, string name) => Text(owner, name) is "true" or "1";

    /// <summary>The items of a list.</summary>
    public static IEnumerable<XElement> Items(XElement owner, string name) => Member(owner, name)?.Elements() ?? [];

    /// <summary>The text of a value in a condition: that of the element, or of the member <c>Value</c> of a choice or an amount.</summary>
    public static string ValueText(XElement value) => value.Element(XName.Get("Value", Xmlns.Contracts))?.Value ?? value.Element(XName.Get("Id", Xmlns.Contracts))?.Value ?? value.Value;

    /// <summary>Adds the columns of a column set. Without any, only the primary key is shown, which the server adds by itself.</summary>
    public static void AddColumns(XElement entity, XElement? columns)
    {
        if (columns is null)
        {
            return;
        }

        if (Flag(columns, "AllColumns"))
        {
            entity.Add(new XElement("all-attributes"));
        }
        else
        {
            entity.Add(Items(columns, "Columns").Select(column => new XElement("attribute", new XAttribute("name", column.Value))));
        }
    }

    public static void AddOrders(XElement entity, XElement query) => entity.Add(Items(query, "Orders").Select(order =>
    {
        var element = new XElement("order", new XAttribute("attribute", Text(order, "AttributeName") ?? ""), new XAttribute("descending", Text(order, "OrderType") == "Descending" ? "true" : "false"));
        if (Text(order, "EntityName") is { Length: > 0 } entityName)
        {
            element.Add(new XAttribute("entityname", entityName));
        }

        return element;
    }));

    /// <summary>The query around an entity, with its page.</summary>
    public static XElement Fetch(XElement query, XElement entity)
    {
        var fetch = new XElement("fetch", entity);
        if (Flag(query, "Distinct"))
        {
            fetch.Add(new XAttribute("distinct", "true"));
        }

        if (Text(query, "TopCount") is { Length: > 0 } top)
        {
            fetch.Add(new XAttribute("top", top));
        }

        if (Member(query, "PageInfo") is { } page)
        {
            if (Text(page, "Count") is { Length: > 0 } count and not "0")
            {
                fetch.Add(new XAttribute("count", count));
            }

            if (Text(page, "PageNumber") is { Length: > 0 } number and not "0")
            {
                fetch.Add(new XAttribute("page", number));
            }

            if (Text(page, "PagingCookie") is { Length: > 0 } cookie)
            {
                fetch.Add(new XAttribute("paging-cookie", cookie));
            }

            if (Flag(page, "ReturnTotalRecordCount"))
            {
                fetch.Add(new XAttribute("returntotalrecordcount", "true"));
            }
        }

        return fetch;
    }
}
