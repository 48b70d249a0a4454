using System.Xml;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Reading;

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
        var annotations = query.Columns.Select(column => column.Definition is { } definition ? PageQuery.AnnotationOf(definition.Companion) : null)
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Append(PagingAnnotations);
        var address = $"{query.Table.EntitySetName}?fetchXml={Uri.EscapeDataString(FetchDocument.Of(query, page, cookie).ToString(SaveOptions.DisableFormatting))}";
        return new PageQuery(new Uri(site.WebApi, address), $"odata.include-annotations=\"{string.Join(',', annotations)}\"");
    }

    /// <summary>The cookie to give back, out of <c>&lt;cookie pagenumber="2" pagingcookie="…" istracking="False" /&gt;</c>, where it is percent-encoded twice.</summary>
    /// <exception cref="XmlException">It is no such element.</exception>
    public static string? CookieOf(string? annotation) =>
        annotation is null ? null : XElement.Parse(annotation).Attribute("pagingcookie")?.Value is { Length: > 0 } cookie
            ? Uri.UnescapeDataString(Uri.UnescapeDataString(cookie)) : null;
}
