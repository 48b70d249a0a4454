using System.Globalization;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>Answers of an Organization Service, as text.</summary>
internal static class SoapScript
{
    private const string Declarations =
        """xmlns:b="http://schemas.microsoft.com/xrm/2011/Contracts" xmlns:c="http://schemas.datacontract.org/2004/07/System.Collections.Generic" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" """
        + """xmlns:d="http://www.w3.org/2001/XMLSchema" xmlns:g="http://schemas.microsoft.com/2003/10/Serialization/" xmlns:m="http://schemas.microsoft.com/xrm/2011/Metadata" """
        + """xmlns:e="http://schemas.microsoft.com/xrm/2012/Contracts" xmlns:k="http://schemas.microsoft.com/xrm/7.1/Contracts" """;

    /// <summary>A body in its envelope.</summary>
    public static string Envelope(string body) => $"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>""";

    /// <summary>The response to a message, with its results in XML, by name.</summary>
    public static string Response(string message, params (string Name, string Value)[] results) => Envelope(
        $"<ExecuteResponse xmlns=\"http://schemas.microsoft.com/xrm/2011/Contracts/Services\"><ExecuteResult {Declarations}i:type=\"b:{message}Response\">{Results(message, results)}</ExecuteResult></ExecuteResponse>");

    /// <summary>What stands within a response.</summary>
    public static string Results(string message, params (string Name, string Value)[] results) =>
        $"<b:ResponseName>{message}</b:ResponseName><b:Results>{string.Concat(results.Select(result => Pair(result.Name, result.Value)))}</b:Results>";

    /// <summary>A page of rows, each of them the pairs of its attributes; labels stand behind them.</summary>
    public static string Page(bool hasMore, string? cookie, params (string Attributes, string Labels)[] rows) => Envelope(
        $"<RetrieveMultipleResponse xmlns=\"http://schemas.microsoft.com/xrm/2011/Contracts/Services\"><RetrieveMultipleResult {Declarations}><b:Entities>"
        + string.Concat(rows.Select(row => $"<b:Entity><b:Attributes>{row.Attributes}</b:Attributes><b:EntityState i:nil=\"true\"/><b:FormattedValues>{row.Labels}</b:FormattedValues></b:Entity>"))
        + $"</b:Entities><b:MoreRecords>{(hasMore ? "true" : "false")}</b:MoreRecords><b:PagingCookie>{System.Security.SecurityElement.Escape(cookie)}</b:PagingCookie></RetrieveMultipleResult></RetrieveMultipleResponse>");

    /// <summary>A named value; <paramref name="value"/> is its content, after its type and a bar: <c>d:string|Ann</c>.</summary>
    public static string Pair(string name, string value)
    {
        var bar = value.IndexOf('|', StringComparison.Ordinal);
        return $"<b:KeyValuePairOfstringanyType><c:key>{name}</c:key><c:value i:type=\"{value[..bar]}\">{value[(bar + 1)..]}</c:value></b:KeyValuePairOfstringanyType>";
    }

    /// <summary>A fault, in the order of elements that sites have had since 2021.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="message">Its text.</param>
    /// <param name="details">Its details, in XML.</param>
    /// <param name="inner">An inner fault, in XML; null for none.</param>
    public static string Fault(uint code, string message, string details = "", string? inner = null) => Envelope(
        $"<s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang=\"en-US\">{message}</faultstring><detail>"
        + $"<OrganizationServiceFault xmlns=\"http://schemas.microsoft.com/xrm/2011/Contracts\" {Declarations}>{FaultMembers(code, message, details, inner)}</OrganizationServiceFault></detail></s:Fault>");

    /// <summary>What stands within a fault.</summary>
    public static string FaultMembers(uint code, string message, string details = "", string? inner = null) =>
        "<b:ActivityId>2f648e7d-503a-4250-9e2f-5bae7ba2d6c4</b:ActivityId>"
        + $"<b:ErrorCode>{unchecked((int)code).ToString(CultureInfo.InvariantCulture)}</b:ErrorCode><b:ErrorDetails>{details}</b:ErrorDetails><b:HelpLink i:nil=\"true\"/>"
        + $"<b:Message>{message}</b:Message><b:Timestamp>2026-11-24T12:00:00.1234567Z</b:Timestamp><b:ExceptionRetriable>false</b:ExceptionRetriable><b:ExceptionSource i:nil=\"true\"/>"
        + (inner is null ? "<b:InnerFault i:nil=\"true\"/>" : $"<b:InnerFault>{inner}</b:InnerFault>") + "<b:OriginalException i:nil=\"true\"/><b:TraceText i:nil=\"true\"/>";
}
