using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Rows;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.OrganizationService.Queries;

/// <summary>The FetchXML of a query, whichever kind it is.</summary>
internal static class QueryText
{
    public static string Of(Catalog catalog, Structure query) => query.Type switch
    {
        "FetchExpression" => query.Element.Element(XName.Get("Query", Xmlns.Contracts))?.Value ?? throw SoapErrors.Missing("RetrieveMultiple", "Query"),
        "QueryExpression" => QueryExpressionText.Of(catalog, query.Element),
        "QueryByAttribute" => QueryByAttributeText.Of(catalog, query.Element),
        _ => throw SiteErrors.NotSupported($"a query of the type '{query.Type}'"),
    };
}
