using System.Xml;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Rows and references to rows, in the order of elements that data contracts demand: one that is out of order would be passed over without a word.</summary>
internal static class XmlEntity
{
    /// <summary>Writes the content of an <c>Entity</c>.</summary>
    /// <param name="xml">Where to.</param>
    /// <param name="table">Logical name of its table.</param>
    /// <param name="id">Its id; empty when it is new or found by a key.</param>
    /// <param name="attributes">Writes its values, each by <see cref="WritePair"/>.</param>
    /// <param name="keys">Writes the values of an alternate key that finds it; null for none.</param>
    /// <param name="rowVersion">Version that it must still have; null for any.</param>
    public static void Write(XmlWriter xml, string table, Guid id, Action<XmlWriter> attributes, Action<XmlWriter>? keys = null, string? rowVersion = null)
    {
        xml.WriteStartElement("a", "Attributes", XmlNames.Contracts);
        attributes(xml);
        xml.WriteEndElement();
        WriteNil(xml, "EntityState");
        WriteEmpty(xml, "FormattedValues");
        xml.WriteElementString("a", "Id", XmlNames.Contracts, id.ToString("D"));
        WriteKeys(xml, keys);
        xml.WriteElementString("a", "LogicalName", XmlNames.Contracts, table);
        WriteEmpty(xml, "RelatedEntities");
        WriteVersion(xml, rowVersion);
    }

    /// <summary>Writes the content of an <c>EntityReference</c>.</summary>
    public static void WriteReference(XmlWriter xml, string table, Guid id, Action<XmlWriter>? keys = null, string? rowVersion = null)
    {
        xml.WriteElementString("a", "Id", XmlNames.Contracts, id.ToString("D"));
        WriteKeys(xml, keys);
        xml.WriteElementString("a", "LogicalName", XmlNames.Contracts, table);
        WriteNil(xml, "Name");
        WriteVersion(xml, rowVersion);
    }

    /// <summary>Writes one named value of a collection.</summary>
    public static void WritePair(XmlWriter xml, string name, Action<XmlWriter> value, bool isKey = false)
    {
        xml.WriteStartElement(isKey ? "k" : "a", "KeyValuePairOfstringanyType", isKey ? XmlNames.Keys : XmlNames.Contracts);
        xml.WriteElementString("b", "key", XmlNames.Collections, name);
        xml.WriteStartElement("b", "value", XmlNames.Collections);
        value(xml);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteKeys(XmlWriter xml, Action<XmlWriter>? keys)
    {
        if (keys is not null)
        {
            xml.WriteStartElement("a", "KeyAttributes", XmlNames.Contracts);
            keys(xml);
            xml.WriteEndElement();
        }
    }

    private static void WriteVersion(XmlWriter xml, string? rowVersion)
    {
        if (rowVersion is not null)
        {
            xml.WriteElementString("a", "RowVersion", XmlNames.Contracts, rowVersion);
        }
    }

    private static void WriteNil(XmlWriter xml, string name)
    {
        xml.WriteStartElement("a", name, XmlNames.Contracts);
        XmlValue.Nil(xml);
        xml.WriteEndElement();
    }

    private static void WriteEmpty(XmlWriter xml, string name)
    {
        xml.WriteStartElement("a", name, XmlNames.Contracts);
        xml.WriteEndElement();
    }
}
