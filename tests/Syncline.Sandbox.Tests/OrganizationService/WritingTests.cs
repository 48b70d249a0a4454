using System.Net;
using System.Xml.Linq;
using Syncline.Sandbox.Tests.Site;
using static Syncline.Sandbox.Tests.OrganizationService.Soap;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>What the messages about rows can do beyond plain writing. PROTOCOL 5.4, 5.5, 5.9 to 5.11; Microsoft Learn: "Optimistic concurrency", "Use optional parameters".</summary>
public sealed class WritingTests : IAsyncLifetime
{
    private const int DoesNotExist = -2147220969;
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_upsert_by_alternate_key_tells_whether_the_row_was_made()
    {
        var first = await UpsertAsync("A-9001", "First");
        var second = await UpsertAsync("A-9001", "Second");

        first.Results.Value("RecordCreated")!.Value.ShouldBe("true");
        second.Results.Value("RecordCreated")!.Value.ShouldBe("false");
        var target = second.Results.Value("Target")!;
        target.TypeOf().Name.ShouldBe("EntityReference");
        target.Element(Contracts + "Id")!.Value.ShouldBe(first.Results.Value("Target")!.Element(Contracts + "Id")!.Value);
        (await _site.GetAsync("accounts(accountnumber='A-9001')?$select=name")).Json.GetProperty("name").GetString().ShouldBe("Second");
    }

    [Fact]
    public async Task A_key_that_the_table_does_not_have_is_refused()
    {
        var reply = await _site.ExecuteAsync("Retrieve", Pair("Target", "b:EntityReference", Reference("account", Guid.Empty, Pair("name", "x:string", "a", "k"))) + Pair("ColumnSet", "b:ColumnSet", Columns("name")));

        reply.ErrorCode.ShouldBe(unchecked((int)0x80060890));
        reply.FaultString.ShouldBe("The specified key attributes are not a defined key for the account entity");
    }

    [Fact]
    public async Task A_row_is_retrieved_and_deleted_by_its_alternate_key()
    {
        await UpsertAsync("A-9002", "Named");
        var named = Reference("account", Guid.Empty, Pair("accountnumber", "x:string", "A-9002", "k"));

        var read = await _site.ExecuteAsync("Retrieve", Pair("Target", "b:EntityReference", named) + Pair("ColumnSet", "b:ColumnSet", Columns("name")));
        read.Results.Value("Entity")!.Get("name")!.Value.ShouldBe("Named");
        (await _site.ExecuteAsync("Delete", Pair("Target", "b:EntityReference", named))).Status.ShouldBe(HttpStatusCode.OK);

        (await _site.GetAsync("accounts(accountnumber='A-9002')")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_changed_row_is_not_overwritten_when_the_version_must_match()
    {
        var id = await _site.CreateAsync("account", Pair("name", "x:string", "One"));
        var version = (await _site.RetrieveAsync("account", id, "name")).Element(Contracts + "RowVersion")!.Value;
        await _site.PatchAsync($"accounts({id})", """{"name":"Meanwhile"}""");

        var update = await UpdateAsync(id, "Late", version);
        var delete = await _site.ExecuteAsync("Delete", Pair("Target", "b:EntityReference", Reference("account", id, version: version)) + Behavior);

        update.ErrorCode.ShouldBe(-2147088254);
        update.FaultString.ShouldBe("The version of the existing record doesn't match the RowVersion property provided.");
        delete.ErrorCode.ShouldBe(-2147088254);
        var current = (await _site.RetrieveAsync("account", id, "name")).Element(Contracts + "RowVersion")!.Value;
        (await UpdateAsync(id, "In time", current)).Status.ShouldBe(HttpStatusCode.OK);
        (await UpdateAsync(id, "Without", null)).ErrorCode.ShouldBe(-2147088253);
    }

    [Fact]
    public async Task Duplicates_are_looked_for_when_the_parameter_asks_for_it()
    {
        var attributes = Pair("lastname", "x:string", "Twin") + Pair("emailaddress1", "x:string", "twin@example.com");
        await _site.CreateAsync("contact", attributes);

        var refused = await _site.ExecuteAsync("Create", Pair("Target", "b:Entity", Entity("contact", attributes)) + Pair("SuppressDuplicateDetection", "x:boolean", "false"));
        var taken = await _site.ExecuteAsync("Create", Pair("Target", "b:Entity", Entity("contact", attributes)) + Pair("SuppressDuplicateDetection", "x:boolean", "true"));

        refused.ErrorCode.ShouldBe(-2147220685);
        taken.Status.ShouldBe(HttpStatusCode.OK);
        taken.Results.Value("id")!.TypeOf().Name.ShouldBe("guid");
    }

    [Fact]
    public async Task SetState_takes_the_default_reason_for_minus_one()
    {
        var id = await _site.CreateAsync("account", Pair("name", "x:string", "Closing"));

        var reply = await _site.ExecuteAsync("g:SetState", Pair("EntityMoniker", "b:EntityReference", Reference("account", id)) + Pair("State", "b:OptionSetValue", "<b:Value>1</b:Value>") + Pair("Status", "b:OptionSetValue", "<b:Value>-1</b:Value>"));

        reply.Status.ShouldBe(HttpStatusCode.OK, reply.Text);
        var row = await _site.RetrieveAsync("account", id, "statecode", "statuscode");
        row.Get("statecode")!.Value.ShouldBe("1");
        row.Get("statuscode")!.Value.ShouldBe("2");
        row.Formatted("statecode").ShouldBe("Inactive");
    }

    [Fact]
    public async Task Rows_are_associated_through_both_kinds_of_relationships()
    {
        var account = await _site.CreateAsync("account", Pair("name", "x:string", "Hub"));
        var lead = await _site.CreateAsync("lead", Pair("subject", "x:string", "Spoke") + Pair("lastname", "x:string", "L"));
        var contact = await _site.CreateAsync("contact", Pair("lastname", "x:string", "C"));

        (await AssociateAsync("Associate", account, "accountleads_association", "lead", lead)).Status.ShouldBe(HttpStatusCode.OK);
        (await AssociateAsync("Associate", account, "contact_customer_accounts", "contact", contact)).Status.ShouldBe(HttpStatusCode.OK);

        (await _site.GetAsync($"accounts({account})/accountleads_association")).Rows.ShouldHaveSingleItem().GetProperty("leadid").GetGuid().ShouldBe(lead);
        (await _site.RetrieveAsync("contact", contact, "parentcustomerid")).Get("parentcustomerid")!.Element(Contracts + "Id")!.Value.ShouldBe(account.ToString());
        (await AssociateAsync("Associate", account, "accountleads_association", "lead", lead)).FaultString.ShouldBe("Cannot insert duplicate key.");
        (await AssociateAsync("Disassociate", account, "accountleads_association", "lead", lead)).Status.ShouldBe(HttpStatusCode.OK);
        (await AssociateAsync("Disassociate", account, "contact_customer_accounts", "contact", contact)).Status.ShouldBe(HttpStatusCode.OK);
        (await _site.GetAsync($"accounts({account})/accountleads_association")).Rows.ShouldBeEmpty();
        (await _site.RetrieveAsync("contact", contact, "parentcustomerid")).Get("parentcustomerid").ShouldBeNull();
        (await AssociateAsync("Associate", account, "nothing_at_all", "lead", lead)).FaultString.ShouldContain("has no relationship with the schema name 'nothing_at_all'");
    }

    [Fact]
    public async Task Party_lists_are_collections_and_replace_no_more_than_their_own_kind()
    {
        var contact = await _site.IdAsync("contacts", "contactid", "externaluseridentifier eq 'C-1001'");
        var id = await _site.CreateAsync("email", Pair("subject", "x:string", "Hello") + Pair("from", "b:ArrayOfEntity", Party("systemuser", _site.UserId)) + Pair("to", "b:EntityCollection", $"<b:Entities>{Party("contact", contact)}</b:Entities><b:EntityName>activityparty</b:EntityName>"));
        var account = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        (await _site.CallAsync("Update", $"<entity>{Entity("email", Pair("to", "b:EntityCollection", $"<b:Entities>{Party("account", account)}</b:Entities>"), id)}</entity>")).Status.ShouldBe(HttpStatusCode.OK);

        var row = await _site.RetrieveAsync("email", id, "from", "to");

        row.Get("from")!.TypeOf().Name.ShouldBe("EntityCollection");
        row.Get("from")!.Rows().Single().Get("partyid")!.Element(Contracts + "Id")!.Value.ShouldBe(_site.UserId.ToString());
        row.Get("to")!.Rows().Single().Get("partyid")!.Element(Contracts + "LogicalName")!.Value.ShouldBe("account");

        static string Party(string table, Guid id) => $"<b:Entity>{Entity("activityparty", Pair("partyid", "b:EntityReference", Reference(table, id)))}</b:Entity>";
    }

    [Fact]
    public async Task Choices_are_a_collection_both_ways()
    {
        var values = "<b:OptionSetValue><b:Value>100000001</b:Value></b:OptionSetValue><b:OptionSetValue><b:Value>100000000</b:Value></b:OptionSetValue>";
        var id = await _site.CreateAsync("new_project", Pair("new_name", "x:string", "P") + Pair("new_tags", "b:OptionSetValueCollection", values));

        var column = (await _site.RetrieveAsync("new_project", id, "new_tags")).Get("new_tags")!;

        column.TypeOf().Name.ShouldBe("OptionSetValueCollection");
        column.Elements().Select(option => option.Value).ShouldBe(["100000000", "100000001"]);
    }

    [Fact]
    public async Task A_lookup_to_a_row_that_is_not_there_is_refused()
    {
        var nobody = Guid.NewGuid();

        var reply = await _site.CallAsync("Create", $"<entity>{Entity("account", Pair("primarycontactid", "b:EntityReference", Reference("contact", nobody)))}</entity>");

        reply.ErrorCode.ShouldBe(DoesNotExist);
        reply.FaultString.ShouldBe($"Entity 'contact' With Id = {nobody} Does Not Exist");
    }

    private static string Behavior => Pair("ConcurrencyBehavior", "k:ConcurrencyBehavior", "IfRowVersionMatches");

    private Task<SoapReply> UpsertAsync(string number, string name) =>
        _site.ExecuteAsync("Upsert", Pair("Target", "b:Entity", Entity("account", Pair("name", "x:string", name), keys: Pair("accountnumber", "x:string", number, "k"))));

    private Task<SoapReply> UpdateAsync(Guid id, string name, string? version) =>
        _site.ExecuteAsync("Update", Pair("Target", "b:Entity", Entity("account", Pair("name", "x:string", name), id, version: version)) + Behavior);

    private Task<SoapReply> AssociateAsync(string operation, Guid account, string schema, string table, Guid id) => _site.CallAsync(
        operation,
        $"""<entityName>account</entityName><entityId>{account}</entityId><relationship><b:PrimaryEntityRole i:nil="true"/><b:SchemaName>{schema}</b:SchemaName></relationship><relatedEntities><b:EntityReference>{Reference(table, id)}</b:EntityReference></relatedEntities>""");
}
