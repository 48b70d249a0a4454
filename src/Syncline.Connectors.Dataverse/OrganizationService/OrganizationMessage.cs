using System.Xml;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// A message of the service: its name and its parameters. It is sent as a plain <c>OrganizationRequest</c>, which names the message by its text and needs to
/// know no type of it (https://learn.microsoft.com/power-apps/developer/data-platform/org-service/use-messages).
/// </summary>
/// <param name="name">Name, e.g. <c>WhoAmI</c>.</param>
internal sealed class OrganizationMessage(string name)
{
    private readonly List<(string Name, Action<XmlWriter> Value)> parameters = [];

    public string Name => name;

    /// <summary>Adds a parameter.</summary>
    public OrganizationMessage With(string parameter, Action<XmlWriter> value)
    {
        parameters.Add((parameter, value));
        return this;
    }

    /// <summary>Writes the content of a request element.</summary>
    public void Write(XmlWriter xml)
    {
        xml.WriteStartElement("a", "Parameters", XmlNames.Contracts);
        foreach (var (parameter, value) in parameters)
        {
            XmlEntity.WritePair(xml, parameter, value);
        }

        xml.WriteEndElement();
        xml.WriteStartElement("a", "RequestId", XmlNames.Contracts);
        XmlValue.Nil(xml);
        xml.WriteEndElement();
        xml.WriteElementString("a", "RequestName", XmlNames.Contracts, name);
    }
}
