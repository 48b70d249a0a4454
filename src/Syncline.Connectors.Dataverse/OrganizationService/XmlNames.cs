using System.Xml;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// Namespaces of the service's messages, each with the prefix that requests give it. Answers choose prefixes of their own, and their names are told apart by
/// their place, so that older builds, which put a type into another namespace, are understood too.
/// </summary>
internal static class XmlNames
{
    public const string Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Services = "http://schemas.microsoft.com/xrm/2011/Contracts/Services";
    public const string Contracts = "http://schemas.microsoft.com/xrm/2011/Contracts";
    public const string Collections = "http://schemas.datacontract.org/2004/07/System.Collections.Generic";
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    public const string MetadataQuery = "http://schemas.microsoft.com/xrm/2011/Metadata/Query";
    public const string Multiple = "http://schemas.microsoft.com/xrm/2012/Contracts";
    public const string Keys = "http://schemas.microsoft.com/xrm/7.1/Contracts";
    public const string Arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

    private static readonly (string Prefix, string Namespace)[] Declared =
    [
        ("a", Contracts), ("b", Collections), ("i", Instance), ("x", "http://www.w3.org/2001/XMLSchema"), ("g", "http://schemas.microsoft.com/2003/10/Serialization/"),
        ("r", Arrays), ("k", Keys), ("n", "http://schemas.microsoft.com/xrm/9.0/Contracts"), ("e", Multiple),
        ("m", "http://schemas.microsoft.com/xrm/2011/Metadata"), ("q", MetadataQuery),
    ];

    /// <summary>Declares every prefix, once, on the element that was just begun.</summary>
    public static void Declare(XmlWriter xml)
    {
        foreach (var (prefix, name) in Declared)
        {
            xml.WriteAttributeString("xmlns", prefix, null, name);
        }
    }
}
