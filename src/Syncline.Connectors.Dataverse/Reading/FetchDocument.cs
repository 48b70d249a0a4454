using System.Globalization;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>A query as FetchXML, one page at a time (https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/page-results).</summary>
internal static class FetchDocument
{
    /// <summary>Most keys in one filter.</summary>
    private const int MaxKeys = 100;

    /// <summary>The fetch element.</summary>
    /// <param name="query">The query; its filter, if any, is FetchXML.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cookie">What the page before told of where this one begins; null on the first.</param>
    /// <param name="versionColumn">Column to ask for where the row's version is wanted; null where it comes unasked.</param>
    public static XElement Of(RowQuery query, int page, string? cookie, string? versionColumn = null)
    {
        var entity = new XElement(
            "entity", new XAttribute("name", query.Table.LogicalName),
            AttributesOf(query, versionColumn).Select(name => new XElement("attribute", new XAttribute("name", name))),
            query.Fetch?.Parts);

        // An order is needed for pages to be whole; the primary key makes it unique.
        if (!entity.Elements("order").Any(order => order.Attribute("attribute")?.Value == query.Table.PrimaryId))
        {
            entity.Add(new XElement("order", new XAttribute("attribute", query.Table.PrimaryId)));
        }

        return new XElement(
            "fetch", new XAttribute("page", page.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("count", Math.Min(query.PageSize, query.MaxRows ?? int.MaxValue).ToString(CultureInfo.InvariantCulture)),
            cookie is null ? null : new XAttribute("paging-cookie", cookie),
            query.Fetch is { IsDistinct: true } ? new XAttribute("distinct", "true") : null,
            entity);
    }

    /// <summary>Attributes that hold the columns asked for, and the primary key.</summary>
    public static IEnumerable<string> AttributesOf(RowQuery query, string? versionColumn) => query.Columns
        .Select(column => column.Definition is { } definition ? AttributeOf(definition) : versionColumn)
        .OfType<string>().Append(query.Table.PrimaryId).Distinct(StringComparer.Ordinal);

    /// <summary>Name of the attribute that holds a column.</summary>
    public static string AttributeOf(ColumnDefinition column) => column.Companion == CompanionKind.FileName ? column.LogicalName + "_name" : column.LogicalName;

    /// <summary>Keys as filters of at most so many keys each.</summary>
    public static IEnumerable<XElement> FiltersOf(RowKeys keys) => PartsOf(keys).Select(FilterOf);

    /// <summary>Keys in parts of at most so many. Keys that may find the same row stand in one part, so that the row comes once.</summary>
    public static IEnumerable<RowKeys> PartsOf(RowKeys keys)
    {
        var most = MaxKeys / Math.Max(1, keys.Columns.Count);
        var part = new List<IReadOnlyList<object>>();
        foreach (var alike in keys.Alike())
        {
            if (part.Count > 0 && part.Count + alike.Count > most)
            {
                yield return keys with { Values = part };
                part = [];
            }

            part.AddRange(alike);
        }

        if (part.Count > 0)
        {
            yield return keys with { Values = part };
        }
    }

    /// <summary>Keys as one filter.</summary>
    public static XElement FilterOf(RowKeys keys) => new(
        "filter", new XAttribute("type", "or"),
        keys.Values.Select(key => new XElement(
            "filter", new XAttribute("type", "and"),
            keys.Columns.Zip(key, (column, value) => new XElement(
                "condition", new XAttribute("attribute", column.LogicalName), new XAttribute("operator", "eq"), new XAttribute("value", WireText.Key(value)))))));
}
