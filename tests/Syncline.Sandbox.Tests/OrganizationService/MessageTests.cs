using System.Globalization;
using System.Net;
using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>Messages about many rows, changes, files and the site. PROTOCOL 5.3, 5.7, 5.12.</summary>
public sealed class MessageTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task ExecuteMultiple_ends_at_the_first_fault_unless_it_may_go_on()
    {
        string requests = Inner("Create", Target("One")) + Inner("Create", Pair("Target", "b:Entity", Entity("account", Pair("nothing", "x:string", "x")))) + Inner("Create", Target("Three"));

        var stopped = await MultipleAsync(requests, goesOn: false, returns: true);
        var gone = await MultipleAsync(requests, goesOn: true, returns: true);
        var quiet = await MultipleAsync(requests, goesOn: true, returns: false);

        Indexes(stopped).ShouldBe(["0 ok", "1 fault"]);
        Indexes(gone).ShouldBe(["0 ok", "1 fault", "2 ok"]);
        Indexes(quiet).ShouldBe(["1 fault"]);
        gone.Results.Value("IsFaulted")!.Value.ShouldBe("true");
        var items = gone.Results.Value("Responses")!;
        items.TypeOf().ShouldBe((Multiple.NamespaceName, "ExecuteMultipleResponseItemCollection"));
        items.Elements().First().Elements().Select(member => member.Name.LocalName).ShouldBe(["Fault", "RequestIndex", "Response"]);
        items.Elements().First().Element(Multiple + "Response")!.TypeOf().Name.ShouldBe("CreateResponse");
        items.Elements().ElementAt(1).Element(Multiple + "Fault")!.Element(Contracts + "ErrorCode")!.Value.ShouldBe("-2147217149");
        (await _site.GetAsync("accounts/$count?$filter=name eq 'Three'")).Text.ShouldBe("2");
    }

    [Fact]
    public async Task ExecuteMultiple_takes_a_thousand_and_none_of_its_kind()
    {
        var many = await MultipleAsync(string.Concat(Enumerable.Repeat(Inner("g:WhoAmI", ""), 1001)), goesOn: true, returns: false);
        var nested = await MultipleAsync(Inner("ExecuteMultiple", Pair("Requests", "l:OrganizationRequestCollection", "")), goesOn: true, returns: false);

        many.FaultString.ShouldBe("The request batch size of 1001 exceeds the maximum batch size of 1000.");
        many.Detail("MaxBatchSize")!.Value.ShouldBe("1000");
        nested.FaultString.ShouldBe("The message 'ExecuteMultiple' can't be within 'ExecuteMultiple'.");
    }

    [Fact]
    public async Task ExecuteTransaction_does_all_or_nothing()
    {
        var failed = await _site.ExecuteAsync("ExecuteTransaction", Pair("Requests", "l:OrganizationRequestCollection", Inner("Create", Target("Both")) + Inner("Create", Pair("Target", "b:Entity", Entity("account", Pair("nothing", "x:string", "x"))))) + Pair("ReturnResponses", "x:boolean", "true"));
        var done = await _site.ExecuteAsync("ExecuteTransaction", Pair("Requests", "l:OrganizationRequestCollection", Inner("Create", Target("Whole"))) + Pair("ReturnResponses", "x:boolean", "true"));

        failed.Detail("FaultedRequestIndex")!.Value.ShouldBe("1");
        (await _site.GetAsync("accounts/$count?$filter=name eq 'Both'")).Text.ShouldBe("0");
        done.Results.Value("Responses")!.Elements().Single().TypeOf().Name.ShouldBe("CreateResponse");
        (await _site.GetAsync("accounts/$count?$filter=name eq 'Whole'")).Text.ShouldBe("1");
    }

    [Fact]
    public async Task Bulk_messages_write_all_rows_or_none()
    {
        var created = await BulkAsync("CreateMultiple", Row("B1"), Row("B2"));
        var ids = created.Results.Value("Ids")!;
        ids.TypeOf().Name.ShouldBe("ArrayOfguid");
        var first = Guid.Parse(ids.Elements().First().Value);

        var none = await BulkAsync("UpdateMultiple", Row("Changed", first), Row("Missing", Guid.NewGuid()));
        var twice = await BulkAsync("UpdateMultiple", Row("Changed", first), Row("Changed", first));
        var upserted = await BulkAsync("UpsertMultiple", Row("Upserted", first), $"<b:Entity>{Entity("account", Pair("name", "x:string", "New"), keys: Pair("accountnumber", "x:string", "A-9100", "k"))}</b:Entity>");

        none.ErrorCode.ShouldBe(-2147220969);
        twice.FaultString.ShouldBe("Cannot insert duplicate key.");
        upserted.Results.Value("Results")!.Elements().Select(result => result.Element(Contracts + "Results")!.Value("RecordCreated")!.Value).ShouldBe(["false", "true"]);
        (await _site.RetrieveAsync("account", first, "name")).Get("name")!.Value.ShouldBe("Upserted");
        (await _site.GetAsync("accounts/$count?$filter=accountnumber eq 'A-9100'")).Text.ShouldBe("1");
    }

    [Fact]
    public async Task Changes_come_with_the_token_of_the_time_before()
    {
        var all = new List<string>();
        var (cookie, token) = ("", "");
        for (var more = true; more;)
        {
            var page = Changes(await ChangesAsync(null, 5, cookie));
            all.AddRange(page.Items.Select(item => item.Descendants(Contracts + "Id").First().Value));
            (cookie, token, more) = (page.Cookie, page.Token, page.More);
        }

        all.Distinct().Count().ShouldBe(12);
        var made = await _site.CreateAsync("account", Pair("name", "x:string", "Tracked"));
        var gone = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1012'");
        (await _site.SendAsync("DELETE", $"accounts({gone})")).Status.ShouldBe(HttpStatusCode.NoContent);

        var changes = Changes(await ChangesAsync(token, 0, ""));

        changes.Items.Select(item => item.TypeOf().Name).ShouldContain("NewOrUpdatedItem");
        changes.Items.Single(item => item.TypeOf().Name == "RemovedOrDeletedItem").Element(Soap.Changes + "RemovedItem")!.Element(Contracts + "Id")!.Value.ShouldBe(gone.ToString());
        var updated = changes.Items.Single(item => item.TypeOf().Name == "NewOrUpdatedItem" && item.Descendants(Contracts + "Id").First().Value == made.ToString());
        updated.Element(Soap.Changes + "Type")!.Value.ShouldBe("NewOrUpdated");
        updated.Element(Soap.Changes + "NewOrUpdatedEntity")!.Get("name")!.Value.ShouldBe("Tracked");
        (await ChangesAsync("1!01/01/2020 00:00:00", 0, "")).ErrorCode.ShouldBe(unchecked((int)0x80044352));
    }

    [Fact]
    public async Task Rows_are_counted_and_the_organization_is_described()
    {
        var counts = await _site.ExecuteAsync("g:RetrieveTotalRecordCount", Pair("EntityNames", "f:ArrayOfstring", "<f:string>account</f:string><f:string>contact</f:string>"));
        var version = await _site.ExecuteAsync("g:RetrieveVersion");
        var organization = await _site.ExecuteAsync("g:RetrieveCurrentOrganization", Pair("AccessType", "m:EndpointAccessType", "Default"));

        counts.Results.Value("EntityRecordCountCollection")!.Elements().Select(pair => $"{pair.Element(Generic + "key")!.Value} {pair.Element(Generic + "value")!.Value}").ShouldBe(["account 12", "contact 40"]);
        version.Results.Value("Version")!.Value.ShouldStartWith("9.2.");
        var detail = organization.Results.Value("Detail")!;
        detail.TypeOf().ShouldBe(("http://schemas.microsoft.com/xrm/2014/Contracts", "OrganizationDetail"));
        detail.Elements().First(member => member.Name.LocalName == "Endpoints").Elements().Count().ShouldBe(3);
        detail.Elements().First(member => member.Name.LocalName == "OrganizationId").Value.ShouldBe(_site.Options.Directory.OrganizationId.ToString());
    }

    [Fact]
    public async Task A_file_goes_up_and_comes_down_in_blocks()
    {
        var project = await _site.CreateAsync("new_project", Pair("new_name", "x:string", "With contract"));
        var target = Pair("Target", "b:EntityReference", Reference("new_project", project)) + Pair("FileAttributeName", "x:string", "new_contract");
        byte[] content = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];

        var up = (await _site.ExecuteAsync("g:InitializeFileBlocksUpload", target + Pair("FileName", "x:string", "contract.bin"))).Results.Value("FileContinuationToken")!.Value;
        await BlockAsync("one", content[..200]);
        await BlockAsync("two", content[200..]);
        var committed = await _site.ExecuteAsync("g:CommitFileBlocksUpload", Pair("BlockList", "f:ArrayOfstring", "<f:string>one</f:string><f:string>two</f:string>") + Pair("FileContinuationToken", "x:string", up) + Pair("FileName", "x:string", "contract.bin") + Pair("MimeType", "x:string", "application/octet-stream"));
        var down = await _site.ExecuteAsync("g:InitializeFileBlocksDownload", target);
        var data = await _site.ExecuteAsync("g:DownloadBlock", Pair("FileContinuationToken", "x:string", down.Results.Value("FileContinuationToken")!.Value) + Pair("Offset", "x:long", "0") + Pair("BlockLength", "x:long", "4194304"));

        committed.Results.Value("FileSizeInBytes")!.Value.ShouldBe("300");
        down.Results.Value("FileName")!.Value.ShouldBe("contract.bin");
        Convert.FromBase64String(data.Results.Value("Data")!.Value).ShouldBe(content);
        (await _site.RetrieveAsync("new_project", project, "new_contract")).Get("new_contract")!.Value.ShouldBe(committed.Results.Value("FileId")!.Value);
        (await _site.ExecuteAsync("g:DeleteFile", Pair("FileId", "e:guid", committed.Results.Value("FileId")!.Value))).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.ExecuteAsync("g:InitializeFileBlocksDownload", target)).FaultString.ShouldStartWith("No file attachment found for attribute: new_contract");

        async Task BlockAsync(string id, byte[] block) =>
            (await _site.ExecuteAsync("g:UploadBlock", Pair("BlockData", "x:base64Binary", Convert.ToBase64String(block)) + Pair("BlockId", "x:string", id) + Pair("FileContinuationToken", "x:string", up))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_opportunity_is_won()
    {
        var id = await _site.CreateAsync("opportunity", Pair("name", "x:string", "Deal"));

        var reply = await _site.ExecuteAsync("g:WinOpportunity", Pair("OpportunityClose", "b:Entity", Entity("opportunityclose", Pair("opportunityid", "b:EntityReference", Reference("opportunity", id)))) + Pair("Status", "b:OptionSetValue", "<b:Value>-1</b:Value>"));

        reply.Results.HasElements.ShouldBeFalse();
        (await _site.RetrieveAsync("opportunity", id, "statecode")).Formatted("statecode").ShouldBe("Won");
    }

    private static string Row(string name, Guid id = default) => $"<b:Entity>{Entity("account", Pair("name", "x:string", name), id)}</b:Entity>";

    private static string Target(string name) => Pair("Target", "b:Entity", Entity("account", Pair("name", "x:string", name)));

    private static string Inner(string message, string parameters) => Request(message, parameters, "l:OrganizationRequest");

    private Task<SoapReply> BulkAsync(string message, params string[] rows) =>
        _site.ExecuteAsync(message, Pair("Targets", "b:EntityCollection", $"<b:Entities>{string.Concat(rows)}</b:Entities><b:EntityName>account</b:EntityName>"));

    private Task<SoapReply> MultipleAsync(string requests, bool goesOn, bool returns) => _site.ExecuteAsync(
        "ExecuteMultiple",
        Pair("Requests", "l:OrganizationRequestCollection", requests)
        + Pair("Settings", "l:ExecuteMultipleSettings", $"<l:ContinueOnError>{(goesOn ? "true" : "false")}</l:ContinueOnError><l:ReturnResponses>{(returns ? "true" : "false")}</l:ReturnResponses>"));

    private static IEnumerable<string> Indexes(SoapReply reply) => reply.Results.Value("Responses")!.Elements().Select(item =>
        $"{item.Element(Multiple + "RequestIndex")!.Value} {(item.Element(Multiple + "Fault")!.Attribute(Nil) is null ? "fault" : "ok")}");

    private Task<SoapReply> ChangesAsync(string? token, int count, string cookie) => _site.ExecuteAsync(
        "RetrieveEntityChanges",
        Pair("EntityName", "x:string", "account") + Pair("Columns", "b:ColumnSet", Columns("name"))
        + Pair("PageInfo", "b:PagingInfo", string.Create(CultureInfo.InvariantCulture, $"<b:Count>{count}</b:Count><b:PageNumber>1</b:PageNumber><b:PagingCookie>{cookie}</b:PagingCookie><b:ReturnTotalRecordCount>false</b:ReturnTotalRecordCount>"))
        + (token is null ? "" : Pair("DataVersion", "x:string", token)));

    private static (List<XElement> Items, string Cookie, string Token, bool More) Changes(SoapReply reply)
    {
        var changes = reply.Results.Value("EntityChanges")!;
        changes.TypeOf().ShouldBe((Soap.Changes.NamespaceName, "BusinessEntityChanges"));
        return ([.. changes.Element(Soap.Changes + "Changes")!.Elements()], changes.Element(Soap.Changes + "PagingCookie")!.Value, changes.Element(Soap.Changes + "DataToken")!.Value, changes.Element(Soap.Changes + "MoreRecords")!.Value == "true");
    }
}
