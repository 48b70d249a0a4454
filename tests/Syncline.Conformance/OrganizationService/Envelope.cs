using System.Xml.Linq;

namespace Syncline.Conformance.OrganizationService;

/// <summary>Envelopes of SOAP 1.1 to send, and the bodies of served ones and of recorded ones, which are of SOAP 1.2.</summary>
internal static class Envelope
{
    public static readonly XNamespace Services = "http://schemas.microsoft.com/xrm/2011/Contracts/Services";
    public static readonly XNamespace Contracts = "http://schemas.microsoft.com/xrm/2011/Contracts";
    public static readonly XNamespace Generic = "http://schemas.datacontract.org/2004/07/System.Collections.Generic";
    public static readonly XNamespace Metadata = "http://schemas.microsoft.com/xrm/2011/Metadata";

    public static string Of(string operation, string content) =>
        $"""
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:b="{Contracts}" xmlns:c="{Generic}" xmlns:e="http://schemas.microsoft.com/2003/10/Serialization/" xmlns:f="http://schemas.microsoft.com/2003/10/Serialization/Arrays" xmlns:g="http://schemas.microsoft.com/crm/2011/Contracts" xmlns:h="{Metadata}" xmlns:j="http://schemas.microsoft.com/xrm/2011/Metadata/Query"><s:Body><{operation} xmlns="{Services}">{content}</{operation}></s:Body></s:Envelope>
        """;

    public static string Execute(string message, string parameters) => Of(
        "Execute",
        $"""<request i:type="{message}Request"><b:Parameters>{parameters}</b:Parameters><b:RequestId i:nil="true"/><b:RequestName>{message.Split(':')[1]}</b:RequestName></request>""");

    public static string Pair(string key, string type, string content) => $"""<b:KeyValuePairOfstringanyType><c:key>{key}</c:key><c:value i:type="{type}">{content}</c:value></b:KeyValuePairOfstringanyType>""";

    public static string Entity(string table, string attributes, Guid id = default) =>
        $"""<b:Attributes>{attributes}</b:Attributes><b:EntityState i:nil="true"/><b:FormattedValues/><b:Id>{id}</b:Id><b:LogicalName>{table}</b:LogicalName><b:RelatedEntities/>""";

    public static string Reference(string table, Guid id) => $"""<b:Id>{id}</b:Id><b:LogicalName>{table}</b:LogicalName><b:Name i:nil="true"/>""";

    /// <summary>What stands in the body of an envelope of either version.</summary>
    public static XElement Body(XElement envelope) => envelope.Elements().Single(part => part.Name.LocalName == "Body").Elements().Single();

    public static XElement Body(SiteReply reply) => Body(XElement.Parse(reply.Text));

    /// <summary>The value of a result of Execute.</summary>
    public static XElement Result(XElement body, string key) => body.Element(Services + "ExecuteResult")!.Element(Contracts + "Results")!.Elements()
        .Single(pair => pair.Element(Generic + "key")!.Value == key).Element(Generic + "value")!;
}
