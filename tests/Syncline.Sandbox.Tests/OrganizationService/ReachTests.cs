using System.Net;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>The rows that a role reaches are the same by either of the site's services. Microsoft Learn: "Security roles and privileges".</summary>
public sealed class ReachTests : IAsyncLifetime
{
    private const int AccessDenied = -2147187962;

    private static readonly (string, string) Manager = ("Authorization", "Bearer gustav.holm@contoso.example");
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_query_leaves_out_rows_that_are_out_of_reach()
    {
        const string Query = """<query i:type="b:FetchExpression"><b:Query>&lt;fetch&gt;&lt;entity name='contact'&gt;&lt;attribute name='fullname'/&gt;&lt;/entity&gt;&lt;/fetch&gt;</b:Query></query>""";

        var reply = await _site.CallAsync("RetrieveMultiple", Query, "", Manager);

        reply.Body.Element(Services + "RetrieveMultipleResult")!.Element(Contracts + "Entities")!.Elements().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_row_out_of_reach_is_neither_read_nor_changed_nor_deleted()
    {
        var foreign = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        var own = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1008'");
        string[] operations =
        [
            $"Retrieve|<entityName>account</entityName><id>{foreign}</id><columnSet>{Columns("name")}</columnSet>",
            $"Update|<entity>{Entity("account", Pair("name", "x:string", "Taken"), foreign)}</entity>",
            $"Delete|<entityName>account</entityName><id>{foreign}</id>",
        ];
        foreach (var operation in operations)
        {
            var parts = operation.Split('|');
            (await _site.CallAsync(parts[0], parts[1], "", Manager)).ErrorCode.ShouldBe(AccessDenied, parts[0]);
        }

        (await _site.CallAsync("Update", $"<entity>{Entity("account", Pair("name", "x:string", "Renamed"), own)}</entity>", "", Manager)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Rows_out_of_reach_are_not_associated_on_either_side()
    {
        var foreign = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        var own = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1008'");
        var lead = await _site.CreateAsync("lead", Pair("lastname", "x:string", "Foreign"));
        var (ownContact, foreignContact) = ((await _site.GetAsync("contacts?$select=contactid&$top=1", Manager)).Rows.Single().GetProperty("contactid").GetGuid(), await _site.IdAsync("contacts", "contactid", "externaluseridentifier eq 'C-1001'"));
        string[] operations = ["Associate", "Disassociate"];
        foreach (var operation in operations)
        {
            await RefusedAsync(operation, Relation(foreign, "accountleads_association", "lead", lead));
            await RefusedAsync(operation, Relation(own, "accountleads_association", "lead", lead));
            await RefusedAsync(operation, Relation(own, "contact_customer_accounts", "contact", foreignContact));
            await RefusedAsync(operation, Relation(foreign, "contact_customer_accounts", "contact", ownContact));
        }

        (await _site.CallAsync("Associate", Relation(own, "contact_customer_accounts", "contact", ownContact), "", Manager)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_opportunity_out_of_reach_is_not_closed_by_either_service()
    {
        var id = await _site.CreateAsync("opportunity", Pair("name", "x:string", "Foreign"));
        var close = Pair("OpportunityClose", "b:Entity", Entity("opportunityclose", Pair("opportunityid", "b:EntityReference", Reference("opportunity", id)))) + Pair("Status", "b:OptionSetValue", "<b:Value>-1</b:Value>");

        (await _site.CallAsync("Execute", Request("g:WinOpportunity", close), "", Manager)).ErrorCode.ShouldBe(AccessDenied);
        (await _site.PostAsync("WinOpportunity", $$"""{"Status":-1,"OpportunityClose":{"opportunityid@odata.bind":"/opportunities({{id}})"} }""", Manager)).ErrorCode.ShouldBe("0x80048306");

        (await _site.CallAsync("Execute", Request("g:WinOpportunity", close))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Files_of_a_row_out_of_reach_are_neither_sent_nor_fetched_by_either_service()
    {
        var id = await _site.CreateAsync("new_project", Pair("new_name", "x:string", "Foreign"));
        var target = Pair("Target", "b:EntityReference", Reference("new_project", id)) + Pair("FileAttributeName", "x:string", "new_contract");
        var body = $$"""{"Target":{"@odata.type":"Microsoft.Dynamics.CRM.new_project","new_projectid":"{{id}}"},"FileAttributeName":"new_contract","FileName":"a.txt"}""";

        (await _site.CallAsync("Execute", Request("g:InitializeFileBlocksUpload", target + Pair("FileName", "x:string", "a.txt")), "", Manager)).ErrorCode.ShouldBe(AccessDenied);
        (await _site.CallAsync("Execute", Request("g:InitializeFileBlocksDownload", target), "", Manager)).ErrorCode.ShouldBe(AccessDenied);
        (await _site.PostAsync("InitializeFileBlocksUpload", body, Manager)).ErrorCode.ShouldBe("0x80048306");
        (await _site.PostAsync("InitializeFileBlocksDownload", body, Manager)).ErrorCode.ShouldBe("0x80048306");
    }

    [Fact]
    public async Task Pairs_of_the_Web_API_need_reach_on_both_sides_as_well()
    {
        var own = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1008'");
        var foreign = await _site.CreateAsync("lead", Pair("lastname", "x:string", "Foreign"));

        (await _site.PostAsync($"accounts({own})/accountleads_association/$ref", "{\"@odata.id\":\"" + $"{_site.Origin}/api/data/v9.2/leads({foreign})" + "\"}", Manager)).ErrorCode.ShouldBe("0x80048306");
    }

    private async Task RefusedAsync(string operation, string content)
    {
        var reply = await _site.CallAsync(operation, content, "", Manager);
        reply.ErrorCode.ShouldBe(AccessDenied, $"{operation} {content}");
    }

    private static string Relation(Guid account, string schema, string table, Guid related) =>
        $"<entityName>account</entityName><entityId>{account}</entityId><relationship><b:SchemaName>{schema}</b:SchemaName></relationship><relatedEntities><b:EntityReference>{Reference(table, related)}</b:EntityReference></relatedEntities>";
}
