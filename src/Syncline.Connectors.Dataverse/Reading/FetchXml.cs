using System.Xml;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>
/// The part of a FetchXML text that chooses rows: filters, joins and order. Its columns are not taken; those that are asked for come in their place
/// (https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/overview).
/// </summary>
/// <param name="Parts">Children of the entity element; never changed.</param>
/// <param name="IsDistinct">Whether rows that a join would repeat come once.</param>
internal sealed record FetchXml(IReadOnlyList<XElement> Parts, bool IsDistinct)
{
    /// <summary>Reads a whole query, or only filters and joins.</summary>
    /// <exception cref="Core.Errors.SchemaException">It is not such a text, or is about another table.</exception>
    public static FetchXml Parse(string text, TableDefinition table)
    {
        XElement root;
        try
        {
            // Around the text, so that several filters and joins may stand side by side.
            using var reader = XmlReader.Create(new StringReader($"<parts>{text}</parts>"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            root = XElement.Load(reader);
        }
        catch (XmlException exception)
        {
            throw SchemaErrors.FetchXml(exception.Message.TrimEnd('.'));
        }

        if (root.Elements().SingleOrDefault(element => element.Name == "fetch") is { } fetch)
        {
            if (fetch.Attribute("aggregate")?.Value is "true" or "1")
            {
                throw SchemaErrors.FetchXml("it makes sums instead of rows (aggregate)");
            }

            return Of(fetch.Element("entity") ?? throw SchemaErrors.FetchXml("the fetch element has no entity element"), fetch.Attribute("distinct")?.Value is "true" or "1", table);
        }

        return root.Elements().SingleOrDefault(element => element.Name == "entity") is { } entity ? Of(entity, isDistinct: false, table) : Of(root, isDistinct: false, table);
    }

    /// <summary>With a further filter that must hold as well.</summary>
    public FetchXml And(XElement filter) => this with { Parts = [.. Parts, filter] };

    private static FetchXml Of(XElement entity, bool isDistinct, TableDefinition table)
    {
        if (entity.Attribute("name")?.Value is { } name && entity.Name == "entity" && name != table.LogicalName)
        {
            throw SchemaErrors.FetchXml($"it reads table \"{name}\"");
        }

        var parts = entity.Elements().Where(element => element.Name.LocalName is not ("attribute" or "all-attributes")).ToList();
        if (parts.Find(element => element.Name.LocalName is not ("filter" or "link-entity" or "order")) is { } other)
        {
            throw SchemaErrors.FetchXml($"<{other.Name.LocalName}> is not understood here; filter, link-entity and order are");
        }

        foreach (var column in parts.SelectMany(part => part.Descendants()).Where(element => element.Name.LocalName is "attribute" or "all-attributes").ToList())
        {
            column.Remove();
        }

        return new FetchXml(parts, isDistinct);
    }
}
