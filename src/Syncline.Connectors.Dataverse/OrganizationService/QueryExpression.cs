using System.Globalization;
using System.Xml;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// A read of a table, or of rows by their keys, as a <c>QueryExpression</c>: the service's own form, in which values have their types
/// (https://learn.microsoft.com/power-apps/developer/data-platform/org-service/queryexpression/overview). What is chosen by FetchXML stays FetchXML.
/// </summary>
internal static class QueryExpression
{
    /// <summary>Writes the content of a query element.</summary>
    /// <param name="query">The query; it has no filter but keys, and no more of them than one request takes.</param>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cookie">What the page before told of where this one begins; null on the first.</param>
    /// <param name="versionColumn">Column to ask for where the row's version is wanted; null where it comes unasked.</param>
    public static Action<XmlWriter> Of(RowQuery query, int page, string? cookie, string? versionColumn) => xml =>
    {
        XmlValue.Type(xml, "a:QueryExpression");
        xml.WriteStartElement("a", "ColumnSet", XmlNames.Contracts);
        XmlValue.ColumnSetMembers(xml, FetchDocument.AttributesOf(query, versionColumn));
        xml.WriteEndElement();
        if (query.Keys is { } keys)
        {
            xml.WriteStartElement("a", "Criteria", XmlNames.Contracts);
            WriteKeys(xml, keys);
            xml.WriteEndElement();
        }

        xml.WriteElementString("a", "Distinct", XmlNames.Contracts, "false");
        xml.WriteElementString("a", "EntityName", XmlNames.Contracts, query.Table.LogicalName);

        // An order is needed for pages to be whole; the primary key makes it unique.
        xml.WriteStartElement("a", "Orders", XmlNames.Contracts);
        xml.WriteStartElement("a", "OrderExpression", XmlNames.Contracts);
        xml.WriteElementString("a", "AttributeName", XmlNames.Contracts, query.Table.PrimaryId);
        xml.WriteElementString("a", "OrderType", XmlNames.Contracts, "Ascending");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("a", "PageInfo", XmlNames.Contracts);
        XmlValue.PagingInfo(xml, Math.Min(query.PageSize, query.MaxRows ?? int.MaxValue), page, cookie);
        xml.WriteEndElement();
    };

    private static void WriteKeys(XmlWriter xml, RowKeys keys)
    {
        if (keys.Columns.Count == 1)
        {
            xml.WriteStartElement("a", "Conditions", XmlNames.Contracts);
            WriteCondition(xml, keys.Columns[0], "In", keys.Values.Select(key => key[0]));
            xml.WriteEndElement();
            return;
        }

        xml.WriteElementString("a", "FilterOperator", XmlNames.Contracts, "Or");
        xml.WriteStartElement("a", "Filters", XmlNames.Contracts);
        foreach (var key in keys.Values)
        {
            xml.WriteStartElement("a", "FilterExpression", XmlNames.Contracts);
            xml.WriteStartElement("a", "Conditions", XmlNames.Contracts);
            foreach (var (column, value) in keys.Columns.Zip(key))
            {
                WriteCondition(xml, column, "Equal", [value]);
            }

            xml.WriteEndElement();
            xml.WriteElementString("a", "FilterOperator", XmlNames.Contracts, "And");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCondition(XmlWriter xml, ColumnDefinition column, string conditionOperator, IEnumerable<object> values)
    {
        xml.WriteStartElement("a", "ConditionExpression", XmlNames.Contracts);
        xml.WriteElementString("a", "AttributeName", XmlNames.Contracts, column.LogicalName);
        xml.WriteElementString("a", "Operator", XmlNames.Contracts, conditionOperator);
        xml.WriteStartElement("a", "Values", XmlNames.Contracts);
        foreach (var value in values)
        {
            xml.WriteStartElement("r", "anyType", XmlNames.Arrays);
            WriteValue(xml, value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteValue(XmlWriter xml, object value)
    {
        var (type, text) = value switch
        {
            Guid => ("g:guid", WireText.Key(value)),
            bool flag => ("x:boolean", flag ? "true" : "false"),
            DateTime => ("x:dateTime", WireText.Key(value)),
            DateOnly => ("x:dateTime", WireText.Key(value) + "T00:00:00Z"),
            decimal => ("x:decimal", WireText.Key(value)),
            double number => ("x:double", number.ToString("R", CultureInfo.InvariantCulture)),
            long number => (number is < int.MinValue or > int.MaxValue ? "x:long" : "x:int", WireText.Key(value)),
            int or short or byte => ("x:int", WireText.Key(value)),
            _ => ("x:string", WireText.Key(value)),
        };
        XmlValue.Type(xml, type);
        xml.WriteString(text);
    }
}
