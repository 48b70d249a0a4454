using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using Syncline.Connectors.Dataverse.Writing;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// A SOAP 1.1 request, ready to be sent (https://www.w3.org/TR/2000/NOTE-SOAP-20000508/). It says which version of Microsoft's own client it resembles: to
/// an older one the service does not show kinds of columns that came later.
/// </summary>
internal sealed class SoapEnvelope
{
    /// <summary>Version of the client that the service is told of.</summary>
    public const string ClientVersion = "9.2.0.0";

    private const string ActionBase = XmlNames.Services + "/IOrganizationService/";

    // Characters that XML has no place for are written as references: whether they are taken is the server's to say.
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize, OmitXmlDeclaration = true };

    private readonly string operation;
    private readonly byte[] body;

    private SoapEnvelope(string operation, Action<XmlWriter> parameters, WriteSettings? settings)
    {
        this.operation = operation;
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteStartElement("s", "Envelope", XmlNames.Envelope);
            XmlNames.Declare(xml);
            xml.WriteStartElement("s", "Header", XmlNames.Envelope);
            xml.WriteElementString("a", "SdkClientVersion", XmlNames.Contracts, ClientVersion);
            WriteCaller(xml, settings);
            xml.WriteEndElement();
            xml.WriteStartElement("s", "Body", XmlNames.Envelope);
            xml.WriteStartElement(operation, XmlNames.Services);
            parameters(xml);
        }

        body = stream.ToArray();
    }

    /// <summary>A message by the operation that takes any.</summary>
    /// <param name="message">The message.</param>
    /// <param name="settings">In whose name it is sent; null for the signed-in user's.</param>
    public static SoapEnvelope Execute(OrganizationMessage message, WriteSettings? settings = null) => new(
        "Execute",
        xml =>
        {
            xml.WriteStartElement("request", XmlNames.Services);
            message.Write(xml);
        },
        settings);

    /// <summary>A query in FetchXML.</summary>
    public static SoapEnvelope RetrieveMultiple(string fetchXml) => RetrieveMultiple(xml =>
    {
        XmlValue.Type(xml, "a:FetchExpression");
        xml.WriteElementString("a", "Query", XmlNames.Contracts, fetchXml);
    });

    /// <summary>A query.</summary>
    /// <param name="query">Writes its type and content.</param>
    public static SoapEnvelope RetrieveMultiple(Action<XmlWriter> query) => new(
        "RetrieveMultiple",
        xml =>
        {
            xml.WriteStartElement("query", XmlNames.Services);
            query(xml);
        },
        settings: null);

    /// <summary>An HTTP request for it.</summary>
    public HttpRequestMessage ToRequest(Uri service)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{service.AbsoluteUri}?SDKClientVersion={ClientVersion}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation("SOAPAction", $"\"{ActionBase}{operation}\"");
        return request;
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(body);

    private static void WriteCaller(XmlWriter xml, WriteSettings? settings)
    {
        if (settings?.CallerId is { } row)
        {
            xml.WriteElementString("a", "CallerId", XmlNames.Contracts, row.ToString("D"));
        }

        if (settings?.CallerObjectId is { } person)
        {
            xml.WriteElementString("a", "CallerObjectId", XmlNames.Contracts, person.ToString("D"));
        }
    }
}
