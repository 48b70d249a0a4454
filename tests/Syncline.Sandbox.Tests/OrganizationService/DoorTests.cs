using System.Net;
using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>Who gets in, and what is refused before it is a message. PROTOCOL 2.2 and 2.3.</summary>
public sealed class DoorTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Without_a_token_the_challenge_names_the_authority_and_the_resource(string method)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_site.Origin + Soap.Address + "?SDKClientVersion=9.2"));

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldBe($"Bearer authorization_uri={_site.Origin}/{_site.Options.Directory.TenantId}/oauth2/authorize, resource_id={_site.Origin}/");
    }

    [Fact]
    public async Task The_description_needs_no_token_and_names_every_operation()
    {
        using var client = new HttpClient();

        var text = await client.GetStringAsync(new Uri(_site.Origin + Soap.Address + "?wsdl"), TestContext.Current.CancellationToken);

        XNamespace wsdl = "http://schemas.xmlsoap.org/wsdl/";
        var description = XElement.Parse(text);
        description.Element(wsdl + "portType")!.Elements(wsdl + "operation").Select(operation => (string)operation.Attribute("name")!)
            .ShouldBe(["Create", "Retrieve", "Update", "Delete", "Execute", "Associate", "Disassociate", "RetrieveMultiple"], ignoreOrder: true);
        description.Descendants(XName.Get("address", "http://schemas.xmlsoap.org/wsdl/soap/")).Single().Attribute("location")!.Value.ShouldBe(_site.Origin + Soap.Address);
    }

    [Fact]
    public async Task A_signed_in_GET_is_no_message()
    {
        (await _site.SendAsync("GET", _site.Origin + Soap.Address)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task SOAP_1_2_is_not_taken()
    {
        (await _site.SendEnvelopeAsync("Execute", "<a/>", ("Content-Type", "application/soap+xml"))).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task An_unknown_action_is_a_contract_mismatch()
    {
        var reply = await _site.SendEnvelopeAsync("Execute", "<a/>", ("SOAPAction", "\"http://example.com/Nothing\""));

        reply.Status.ShouldBe(HttpStatusCode.InternalServerError);
        reply.FaultCode.ShouldBe("a:ActionNotSupported");
        reply.FaultString.ShouldStartWith("The message with Action 'http://example.com/Nothing' cannot be processed at the receiver");
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "DTD")]
    [InlineData("""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body></s:Envelope>""", "does not match")]
    [InlineData("<a/>", "not an envelope of SOAP 1.1")]
    [InlineData("""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Nothing xmlns="http://schemas.microsoft.com/xrm/2011/Contracts/Services"/></s:Body></s:Envelope>""", "the service has no operation 'Nothing'")]
    [InlineData("""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>""", "the envelope has no body")]
    public async Task What_is_no_message_is_told_with_the_reason(string body, string reason)
    {
        var reply = await _site.SendEnvelopeAsync("Execute", body);

        reply.Status.ShouldBe(HttpStatusCode.InternalServerError);
        reply.FaultCode.ShouldBe("a:DeserializationFailed");
        reply.FaultString.ShouldContain(reason, Case.Insensitive);
    }

    [Fact]
    public async Task Elements_nested_without_end_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<b:Filters><b:FilterExpression>", 200)) + string.Concat(Enumerable.Repeat("</b:FilterExpression></b:Filters>", 200));

        var reply = await _site.CallAsync("RetrieveMultiple", $"""<query i:type="b:QueryExpression"><b:Criteria>{deep}</b:Criteria><b:EntityName>account</b:EntityName></query>""");

        reply.FaultString.ShouldContain("nested deeper than 100");
    }

    [Fact]
    public async Task The_action_and_the_body_must_name_the_same_operation()
    {
        var reply = await _site.CallAsync("Retrieve", "", httpHeaders: ("SOAPAction", "\"http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/Delete\""));

        reply.FaultString.ShouldContain("the SOAPAction names the operation 'Delete', the body holds 'Retrieve'");
    }

    [Fact]
    public async Task Members_out_of_order_are_told_where_a_server_would_lose_them()
    {
        var reply = await _site.CallAsync("Create", $"<entity><b:LogicalName>account</b:LogicalName><b:Attributes>{Soap.Pair("name", "x:string", "Lost")}</b:Attributes></entity>");

        reply.FaultString.ShouldContain("the element 'Attributes' comes behind 'LogicalName'");
    }

    [Fact]
    public async Task A_type_in_another_namespace_is_not_guessed()
    {
        var reply = await _site.ExecuteAsync("Retrieve", Soap.Pair("ColumnSet", "g:ColumnSet", Soap.Columns("*")));

        reply.FaultString.ShouldContain("does not know the type 'ColumnSet' of the namespace 'http://schemas.microsoft.com/crm/2011/Contracts'");
    }

    [Theory]
    [InlineData("WhoAmI", "xrm")]
    [InlineData("g:Retrieve", "crm")]
    public async Task A_request_in_the_namespace_of_the_other_messages_is_not_known(string message, string space)
    {
        var reply = await _site.ExecuteAsync(message);

        reply.FaultCode.ShouldBe("a:DeserializationFailed");
        reply.FaultString.ShouldContain($"is not one of the namespace 'http://schemas.microsoft.com/{space}/2011/Contracts'");
    }

    [Fact]
    public async Task A_message_that_the_sandbox_does_not_have_is_named()
    {
        var reply = await _site.ExecuteAsync("g:ExportSolution");

        reply.Status.ShouldBe(HttpStatusCode.InternalServerError);
        reply.FaultCode.ShouldBe("s:Client");
        reply.FaultString.ShouldBe("The sandbox does not support the message 'ExportSolution' of the Organization Service.");
        reply.ErrorCode.ShouldBe(unchecked((int)0x80040219));
    }

    [Fact]
    public async Task A_parameter_that_the_message_does_not_take_is_named()
    {
        var reply = await _site.ExecuteAsync("g:WhoAmI", Soap.Pair("Colour", "x:string", "red"));

        reply.FaultString.ShouldBe("The sandbox does not support the parameter 'Colour' of the message 'WhoAmI'.");
    }
}
