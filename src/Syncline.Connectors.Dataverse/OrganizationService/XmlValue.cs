using System.Globalization;
using System.Xml;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Writes the content of a value element: its type, then what it holds. Each gives a writer for a message's parameter.</summary>
internal static class XmlValue
{
    public static void Type(XmlWriter xml, string type) => xml.WriteAttributeString("i", "type", XmlNames.Instance, type);

    public static void Nil(XmlWriter xml) => xml.WriteAttributeString("i", "nil", XmlNames.Instance, "true");

    public static Action<XmlWriter> Plain(string type, string text) => xml =>
    {
        Type(xml, type);
        xml.WriteString(text);
    };

    public static Action<XmlWriter> Text(string text) => Plain("x:string", text);

    public static Action<XmlWriter> Flag(bool flag) => Plain("x:boolean", flag ? "true" : "false");

    public static Action<XmlWriter> Number(int number) => Plain("x:int", number.ToString(CultureInfo.InvariantCulture));

    public static Action<XmlWriter> LongNumber(long number) => Plain("x:long", number.ToString(CultureInfo.InvariantCulture));

    public static Action<XmlWriter> Id(Guid id) => Plain("g:guid", id.ToString("D"));

    public static Action<XmlWriter> Bytes(ReadOnlyMemory<byte> bytes) => xml =>
    {
        Type(xml, "x:base64Binary");
        xml.WriteBase64(bytes.ToArray(), 0, bytes.Length);
    };

    public static Action<XmlWriter> Texts(IEnumerable<string> texts) => xml =>
    {
        Type(xml, "r:ArrayOfstring");
        TextItems(xml, texts);
    };

    public static void TextItems(XmlWriter xml, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            xml.WriteElementString("r", "string", XmlNames.Arrays, text);
        }
    }

    /// <summary>Columns to read.</summary>
    public static Action<XmlWriter> ColumnSet(IEnumerable<string> columns) => xml =>
    {
        Type(xml, "a:ColumnSet");
        ColumnSetMembers(xml, columns);
    };

    /// <summary>What stands within a column set.</summary>
    public static void ColumnSetMembers(XmlWriter xml, IEnumerable<string> columns)
    {
        xml.WriteElementString("a", "AllColumns", XmlNames.Contracts, "false");
        xml.WriteStartElement("a", "Columns", XmlNames.Contracts);
        TextItems(xml, columns);
        xml.WriteEndElement();
    }

    /// <summary>What stands within the description of a page.</summary>
    /// <param name="xml">Where to.</param>
    /// <param name="size">Rows of a page.</param>
    /// <param name="number">Number of the page, from 1.</param>
    /// <param name="cookie">What the page before told of where this one begins; null on the first.</param>
    public static void PagingInfo(XmlWriter xml, int size, int number, string? cookie)
    {
        xml.WriteElementString("a", "Count", XmlNames.Contracts, size.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("a", "PageNumber", XmlNames.Contracts, number.ToString(CultureInfo.InvariantCulture));
        xml.WriteStartElement("a", "PagingCookie", XmlNames.Contracts);
        if (cookie is null)
        {
            Nil(xml);
        }
        else
        {
            xml.WriteString(cookie);
        }

        xml.WriteEndElement();
        xml.WriteElementString("a", "ReturnTotalRecordCount", XmlNames.Contracts, "false");
    }

    /// <summary>A row pointed to by its id.</summary>
    public static Action<XmlWriter> Reference(string table, Guid id) => xml =>
    {
        Type(xml, "a:EntityReference");
        XmlEntity.WriteReference(xml, table, id);
    };
}
