using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Addresses of the pages of a FetchXML query (https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results).</summary>
internal static class FetchQuery
{
    private const string PagingAnnotations = "Microsoft.Dynamics.CRM.fetchxmlpagingcookie,Microsoft.Dynamics.CRM.morerecords";

    /// <param name="query">The query, with FetchXML.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cookie">What the page before told of where this one begins; null on the first.</param>
    /// <param name="site">The site.</param>
    public static PageQuery Of(RowQuery query, int page, string? cookie, SiteAddresses site)
    {
        var attributes = query.Columns.Select(column => column.Definition is not { } definition ? query.Table.PrimaryId
            : definition.Companion == CompanionKind.FileName ? PageQuery.PropertyOf(definition) : definition.LogicalName).Append(query.Table.PrimaryId).Distinct(StringComparer.Ordinal);
        var entity = new XElement(
            "entity", new XAttribute("name", query.Table.LogicalName),
            attributes.Select(name => new XElement("attribute", new XAttribute("name", name))),
            query.Fetch!.Parts);

        // An order is needed for pages to be whole; the primary key makes it unique.
        if (!entity.Elements("order").Any(order => order.Attribute("attribute")?.Value == query.Table.PrimaryId))
        {
            entity.Add(new XElement("order", new XAttribute("attribute", query.Table.PrimaryId)));
        }

        var fetch = new XElement(
            "fetch", new XAttribute("page", page.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("count", Math.Min(query.PageSize, query.MaxRows ?? int.MaxValue).ToString(CultureInfo.InvariantCulture)),
            cookie is null ? null : new XAttribute("paging-cookie", cookie),
            query.Fetch.IsDistinct ? new XAttribute("distinct", "true") : null,
            entity);
        var annotations = query.Columns.Select(column => column.Definition is { } definition ? PageQuery.AnnotationOf(definition.Companion) : null)
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Append(PagingAnnotations);
        var address = $"{query.Table.EntitySetName}?fetchXml={Uri.EscapeDataString(fetch.ToString(SaveOptions.DisableFormatting))}";
        return new PageQuery(new Uri(site.WebApi, address), $"odata.include-annotations=\"{string.Join(',', annotations)}\"");
    }

    /// <summary>The cookie to give back, out of <c>&lt;cookie pagenumber="2" pagingcookie="…" istracking="False" /&gt;</c>, where it is percent-encoded twice.</summary>
    /// <exception cref="XmlException">It is no such element.</exception>
    public static string? CookieOf(string? annotation) =>
        annotation is null ? null : XElement.Parse(annotation).Attribute("pagingcookie")?.Value is { Length: > 0 } cookie
            ? Uri.UnescapeDataString(Uri.UnescapeDataString(cookie)) : null;

    /// <summary>Keys as filters of at most so many keys each.</summary>
    public static IEnumerable<XElement> FiltersOf(RowKeys keys) => keys.Values.Chunk(KeyConditions.MaxKeys / Math.Max(1, keys.Columns.Count)).Select(chunk => new XElement(
        "filter", new XAttribute("type", "or"),
        chunk.Select(key => new XElement(
            "filter", new XAttribute("type", "and"),
            keys.Columns.Zip(key, (column, value) => new XElement(
                "condition", new XAttribute("attribute", column.LogicalName), new XAttribute("operator", "eq"), new XAttribute("value", ValueOf(value))))))));

    private static string ValueOf(object value) => value is string text ? text : value is bool flag ? (flag ? "1" : "0") : ODataLiteral.Of(value);
}
