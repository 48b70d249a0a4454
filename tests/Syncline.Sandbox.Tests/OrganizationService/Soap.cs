using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>Sends envelopes written by hand, as a client without any library would.</summary>
internal static class Soap
{
    public const string Address = "/XRMServices/2011/Organization.svc/web";
    private const string ActionRoot = "http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/";
    public static readonly XNamespace Envelope = "http://schemas.xmlsoap.org/soap/envelope/";
    public static readonly XNamespace Services = "http://schemas.microsoft.com/xrm/2011/Contracts/Services";
    public static readonly XNamespace Contracts = "http://schemas.microsoft.com/xrm/2011/Contracts";
    public static readonly XNamespace Generic = "http://schemas.datacontract.org/2004/07/System.Collections.Generic";
    public static readonly XNamespace Metadata = "http://schemas.microsoft.com/xrm/2011/Metadata";
    public static readonly XNamespace Changes = "http://schemas.microsoft.com/xrm/7.1/Contracts";
    public static readonly XNamespace Multiple = "http://schemas.microsoft.com/xrm/2012/Contracts";
    public static readonly XName Type = XName.Get("type", "http://www.w3.org/2001/XMLSchema-instance");
    public static readonly XName Nil = XName.Get("nil", "http://www.w3.org/2001/XMLSchema-instance");

    /// <summary>Every namespace of the service with one prefix each, for what stands in a body.</summary>
    private const string Prefixes =
        """
        xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:b="http://schemas.microsoft.com/xrm/2011/Contracts"
        xmlns:c="http://schemas.datacontract.org/2004/07/System.Collections.Generic" xmlns:e="http://schemas.microsoft.com/2003/10/Serialization/"
        xmlns:f="http://schemas.microsoft.com/2003/10/Serialization/Arrays" xmlns:g="http://schemas.microsoft.com/crm/2011/Contracts"
        xmlns:h="http://schemas.microsoft.com/xrm/2011/Metadata" xmlns:j="http://schemas.microsoft.com/xrm/2011/Metadata/Query" xmlns:k="http://schemas.microsoft.com/xrm/7.1/Contracts"
        xmlns:l="http://schemas.microsoft.com/xrm/2012/Contracts" xmlns:m="http://schemas.microsoft.com/xrm/2014/Contracts"
        """;

    /// <summary>Sends an operation: its element's content, without the element.</summary>
    public static Task<SoapReply> CallAsync(this SiteHost site, string operation, string content, string header = "", params (string Name, string Value)[] httpHeaders) => site.SendEnvelopeAsync(
        operation,
        $"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" {Prefixes}><s:Header>{header}</s:Header><s:Body><{operation} xmlns="http://schemas.microsoft.com/xrm/2011/Contracts/Services">{content}</{operation}></s:Body></s:Envelope>""",
        httpHeaders);

    /// <summary>Sends Execute with a message of the core's, or with <c>g:</c> before its name one of the others.</summary>
    public static Task<SoapReply> ExecuteAsync(this SiteHost site, string message, string parameters = "", string header = "") => site.CallAsync("Execute", Request(message, parameters), header);

    /// <summary>A request of a message.</summary>
    public static string Request(string message, string parameters, string element = "request")
    {
        var name = message.Split(':')[^1];
        return $"""<{element} i:type="{(message == name ? "b:" + name : message)}Request"><b:Parameters>{parameters}</b:Parameters><b:RequestId i:nil="true"/><b:RequestName>{name}</b:RequestName></{element}>""";
    }

    /// <summary>A pair of parameters, attributes or key attributes.</summary>
    public static string Pair(string key, string type, string content, string prefix = "b") =>
        $"""<{prefix}:KeyValuePairOfstringanyType><c:key>{key}</c:key><c:value i:type="{type}">{content}</c:value></{prefix}:KeyValuePairOfstringanyType>""";

    /// <summary>The members of an entity.</summary>
    public static string Entity(string table, string attributes, Guid id = default, string keys = "", string? version = null) =>
        $"""<b:Attributes>{attributes}</b:Attributes><b:EntityState i:nil="true"/><b:FormattedValues/><b:Id>{id}</b:Id><b:KeyAttributes>{keys}</b:KeyAttributes><b:LogicalName>{table}</b:LogicalName><b:RelatedEntities/>{(version is null ? """<b:RowVersion i:nil="true"/>""" : $"<b:RowVersion>{version}</b:RowVersion>")}""";

    /// <summary>The members of a reference.</summary>
    public static string Reference(string table, Guid id, string keys = "", string? version = null) =>
        $"""<b:Id>{id}</b:Id><b:KeyAttributes>{keys}</b:KeyAttributes><b:LogicalName>{table}</b:LogicalName><b:Name i:nil="true"/>{(version is null ? """<b:RowVersion i:nil="true"/>""" : $"<b:RowVersion>{version}</b:RowVersion>")}""";

    /// <summary>The members of a column set.</summary>
    public static string Columns(params string[] names) => names is ["*"]
        ? "<b:AllColumns>true</b:AllColumns><b:Columns/>"
        : $"<b:AllColumns>false</b:AllColumns><b:Columns>{string.Concat(names.Select(name => $"<f:string>{name}</f:string>"))}</b:Columns>";

    /// <summary>Sends an envelope as it is.</summary>
    public static async Task<SoapReply> SendEnvelopeAsync(this SiteHost site, string operation, string envelope, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Origin + Address)) { Content = new StringContent(envelope, Encoding.UTF8, "text/xml") };
        request.Headers.TryAddWithoutValidation("SOAPAction", $"\"{ActionRoot}{operation}\"");
        foreach (var (name, value) in headers)
        {
            if (name == "Authorization")
            {
                request.Headers.Authorization = AuthenticationHeaderValue.Parse(value);
            }
            else if (name == "Content-Type")
            {
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return new SoapReply(response.StatusCode, response.Headers, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Creates a row and gives its id.</summary>
    public static async Task<Guid> CreateAsync(this SiteHost site, string table, string attributes)
    {
        var reply = await site.CallAsync("Create", $"<entity>{Entity(table, attributes)}</entity>");
        reply.Status.ShouldBe(System.Net.HttpStatusCode.OK, reply.Text);
        return Guid.Parse(reply.Body.Element(Services + "CreateResult")!.Value);
    }

    /// <summary>Retrieves a row.</summary>
    public static async Task<XElement> RetrieveAsync(this SiteHost site, string table, Guid id, params string[] columns)
    {
        var reply = await site.CallAsync("Retrieve", $"<entityName>{table}</entityName><id>{id}</id><columnSet>{Columns(columns)}</columnSet>");
        reply.Status.ShouldBe(System.Net.HttpStatusCode.OK, reply.Text);
        return reply.Body.Element(Services + "RetrieveResult")!;
    }

    /// <summary>Runs a FetchXML query.</summary>
    public static async Task<XElement> FetchAsync(this SiteHost site, string fetch)
    {
        var reply = await site.CallAsync("RetrieveMultiple", $"""<query i:type="b:FetchExpression"><b:Query>{new XText(fetch)}</b:Query></query>""");
        reply.Status.ShouldBe(System.Net.HttpStatusCode.OK, reply.Text);
        return reply.Body.Element(Services + "RetrieveMultipleResult")!;
    }

    /// <summary>The element of a value among attributes, results or details; null when there is none.</summary>
    public static XElement? Value(this XElement pairs, string key) =>
        pairs.Elements().FirstOrDefault(pair => pair.Element(Generic + "key")!.Value == key)?.Element(Generic + "value");

    /// <summary>An attribute of an entity.</summary>
    public static XElement? Get(this XElement entity, string column) => entity.Element(Contracts + "Attributes")!.Value(column);

    /// <summary>The formatted value of an attribute.</summary>
    public static string? Formatted(this XElement entity, string column) => entity.Element(Contracts + "FormattedValues")!.Value(column)?.Value;

    /// <summary>The rows of a collection.</summary>
    public static IReadOnlyList<XElement> Rows(this XElement collection) => [.. collection.Element(Contracts + "Entities")!.Elements(Contracts + "Entity")];

    /// <summary>The local name of a value's type, and its namespace.</summary>
    public static (string Namespace, string Name) TypeOf(this XElement value)
    {
        var parts = ((string)value.Attribute(Type)!).Split(':');
        return (value.GetNamespaceOfPrefix(parts[0])!.NamespaceName, parts[1]);
    }
}
