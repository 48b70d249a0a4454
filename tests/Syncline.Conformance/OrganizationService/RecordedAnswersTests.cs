using System.Xml.Linq;
using Syncline.Conformance.Metadata;
using static Syncline.Conformance.OrganizationService.Envelope;

namespace Syncline.Conformance.OrganizationService;

/// <summary>What the sandbox answers to the requests whose answers were recorded has their structure.</summary>
public sealed class RecordedAnswersTests(SandboxSite site)
{
    [Fact]
    public async Task WhoAmI() => await CompareAsync("soap/who_am_i_result.xml", "Execute", Execute("g:WhoAmI", ""));

    [Fact]
    public async Task A_row_is_created_changed_and_deleted()
    {
        var created = await CompareAsync("soap/create_response.xml", "Create", Of("Create", $"<entity>{Entity("account", Pair("name", "x:string", "Recorded"))}</entity>"));
        var id = Guid.Parse(created.Element(Services + "CreateResult")!.Value);
        await CompareAsync("soap/update_response.xml", "Update", Of("Update", $"<entity>{Entity("account", Pair("name", "x:string", "Changed"), id)}</entity>"));
        await CompareAsync("soap/delete_response.xml", "Delete", Of("Delete", $"<entityName>account</entityName><id>{id}</id>"));
    }

    [Fact]
    public async Task Rows_are_associated_and_disassociated()
    {
        var (account, contact) = (await site.CreateAsync("accounts", """{"name":"Recorded"}"""), await site.CreateAsync("contacts", """{"lastname":"Recorded"}"""));
        var content = $"""<entityName>account</entityName><entityId>{account}</entityId><relationship><b:PrimaryEntityRole i:nil="true"/><b:SchemaName>contact_customer_accounts</b:SchemaName></relationship><relatedEntities><b:EntityReference>{Reference("contact", contact)}</b:EntityReference></relatedEntities>""";

        await CompareAsync("soap/associate_response.xml", "Associate", Of("Associate", content));
        await CompareAsync("soap/disassociate_response.xml", "Disassociate", Of("Disassociate", content));
    }

    [Fact]
    public async Task Rows_are_queried() => await CompareAsync(
        "soap/retrieve_multiple_result.xml",
        "RetrieveMultiple",
        Of("RetrieveMultiple", """<query i:type="b:FetchExpression"><b:Query>&lt;fetch&gt;&lt;entity name="account"&gt;&lt;attribute name="accountid"/&gt;&lt;/entity&gt;&lt;/fetch&gt;</b:Query></query>"""));

    [Fact]
    public async Task An_opportunity_is_won()
    {
        var id = await site.CreateAsync("opportunities", """{"name":"Recorded"}""");

        await CompareAsync(
            "soap/win_opportunity_response.xml",
            "Execute",
            Execute("g:WinOpportunity", Pair("OpportunityClose", "b:Entity", Entity("opportunityclose", Pair("opportunityid", "b:EntityReference", Reference("opportunity", id)))) + Pair("Status", "b:OptionSetValue", "<b:Value>-1</b:Value>")));
    }

    [Theory]
    [InlineData("soap/retrieve_entity_response.xml", "Attributes")]
    [InlineData("soap/retrieve_entity_relationships_response.xml", "Relationships")]
    public async Task The_definition_of_opportunities(string recording, string filters) => await CompareAsync(
        recording,
        "Execute",
        Execute("b:RetrieveEntity", Pair("EntityFilters", "h:EntityFilters", filters) + Pair("LogicalName", "x:string", "opportunity") + Pair("RetrieveAsIfPublished", "x:boolean", "true")),
        "IsMailMergeEnabled");

    [Fact]
    public async Task The_definition_of_a_key_column() => await CompareAsync(
        "soap/retrieve_attribute_identifier_response.xml",
        "Execute",
        Execute("b:RetrieveAttribute", Pair("EntityLogicalName", "x:string", "account") + Pair("LogicalName", "x:string", "accountid") + Pair("RetrieveAsIfPublished", "x:boolean", "true")));

    [Fact]
    public async Task The_definition_of_a_money_column() => await CompareAsync(
        "soap/retrieve_attribute_response.xml",
        "Execute",
        Execute("b:RetrieveAttribute", Pair("EntityLogicalName", "x:string", "new_project") + Pair("LogicalName", "x:string", "new_budget") + Pair("RetrieveAsIfPublished", "x:boolean", "true")));

    [Fact]
    public async Task A_metadata_query() => await CompareAsync(
        "soap/retrieve_metadata_changes_response.xml",
        "Execute",
        Execute("b:RetrieveMetadataChanges", Pair("Query", "j:EntityQueryExpression", "<j:Properties><j:AllProperties>true</j:AllProperties></j:Properties><j:AttributeQuery><j:Properties><j:AllProperties>true</j:AllProperties></j:Properties></j:AttributeQuery>")));

    [Fact]
    public async Task A_fault_that_the_client_caused()
    {
        var id = await site.CreateAsync("accounts", """{"name":"Recorded"}""");

        var reply = await site.SoapAsync("Update", Of("Update", $"<entity>{Entity("account", Pair("ticketsymbol", "x:string", "x"), id)}</entity>"));

        // SOAP 1.1 names and places the parts of a fault otherwise than the recorded 1.2; what they hold is the same.
        reply.Status.ShouldBe(500);
        var (recorded, served) = (Body(Recordings.Xml("soap/sender_fault.xml")), Body(reply));
        served.Element("faultcode")!.Value.ShouldBe("s:Client");
        served.Element("faultstring")!.Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe("en-US");
        var fault = served.Element("detail")!.Elements().Single();
        var disagreements = new Disagreements();
        XmlShape.Compare(disagreements, recorded.Descendants(Contracts + "OrganizationServiceFault").Single(), fault);
        disagreements.ShouldBeNone();
        fault.Element(Contracts + "ErrorCode")!.Value.ShouldBe(recorded.Descendants(Contracts + "ErrorCode").Single().Value);
    }

    private async Task<XElement> CompareAsync(string recording, string operation, string envelope, params string[] gone)
    {
        var recorded = Body(Recordings.Xml(recording));
        recorded.Descendants().Where(element => gone.Contains(element.Name.LocalName, StringComparer.Ordinal)).Remove();
        var reply = await site.SoapAsync(operation, envelope);
        reply.Status.ShouldBe(200, reply.Text);
        reply.Headers["Content-Type"].ShouldBe("text/xml; charset=utf-8");
        var served = Body(reply);
        var disagreements = new Disagreements();
        XmlShape.Compare(disagreements, recorded, served);
        disagreements.ShouldBeNone();
        return served;
    }
}
