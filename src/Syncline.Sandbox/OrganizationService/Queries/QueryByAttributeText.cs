using System.Xml.Linq;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using static Syncline.Sandbox.OrganizationService.Queries.QueryParts;

namespace Syncline.Sandbox.OrganizationService.Queries;

/// <summary>Writes a QueryByAttribute as FetchXML: columns that must equal values.</summary>
internal static class QueryByAttributeText
{
    public static string Of(Catalog catalog, XElement query)
    {
        var entity = new XElement("entity", new XAttribute("name", Text(query, "EntityName") ?? ""));
        AddColumns(entity, Member(query, "ColumnSet"));
        if (!entity.HasElements && catalog.Find((string)entity.Attribute("name")!) is { } table)
        {
            entity.Add(new XElement("attribute", new XAttribute("name", table.PrimaryId.Name)));
        }

        var (names, values) = (Items(query, "Attributes").Select(item => item.Value).ToList(), Items(query, "Values").ToList());
        if (names.Count != values.Count)
        {
            throw SiteErrors.BadFetch($"A QueryByAttribute needs as many values as attributes; it has {values.Count} and {names.Count}.");
        }

        entity.Add(new XElement("filter", names.Select((name, i) => new XElement("condition", new XAttribute("attribute", name), new XAttribute("operator", "eq"), new XAttribute("value", ValueText(values[i]))))));
        AddOrders(entity, query);
        return Fetch(query, entity).ToString(SaveOptions.DisableFormatting);
    }
}
