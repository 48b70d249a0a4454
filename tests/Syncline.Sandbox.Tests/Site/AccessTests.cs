using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Roles of the sample users, acting for others, duplicate detection. PROTOCOL 5.1, 5.9; Microsoft Learn: "Impersonate another user using the Web API".</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private static readonly (string, string) Salesperson = ("Authorization", "Bearer dana.lind@contoso.example");
    private static readonly (string, string) Reader = ("Authorization", "Bearer emil.roth@contoso.example");
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_missing_privilege_is_named_in_the_servers_words()
    {
        var answer = await _site.PostAsync("accounts", """{"name":"No"}""", Reader);

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.ErrorCode.ShouldBe("0x80040220");
        answer.ErrorMessage.ShouldMatch(@"^Principal user \(Id=5d1b2f10-81a4-ee11-be37-000d3a2b7c15, type=8, roleCount=1, privilegeCount=60, accessMode=0\) is missing prvCreateAccount privilege \(Id=[0-9a-f-]{36}\) on OTC=1 ");
    }

    [Fact]
    public async Task A_role_decides_what_its_user_may_do()
    {
        (await _site.GetAsync("accounts?$top=1", Reader)).Status.ShouldBe(HttpStatusCode.OK);
        var created = await _site.PostAsync("accounts", """{"name":"Mine"}""", Salesperson);
        created.Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.PatchAsync($"accounts({created.CreatedId})", """{"name":"Still mine"}""", Salesperson)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.SendAsync("DELETE", $"accounts({created.CreatedId})", null, Salesperson)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _site.GetAsync("new_projects", Salesperson)).ErrorMessage.ShouldContain("prvReadnew_Project");
    }

    [Theory]
    [InlineData("fiona.dahl", 3, 1)] // Basic User: her own rows
    [InlineData("gustav.holm", 3, 1)] // Sales Manager: those of his business unit
    [InlineData("dana.lind", 40, 12)] // Salesperson: all
    public async Task A_role_reaches_the_rows_of_its_user_of_a_business_unit_or_of_all(string user, int contacts, int accounts)
    {
        var who = ("Authorization", $"Bearer {user}@contoso.example");

        (await _site.GetAsync("contacts?$select=fullname&$count=true", who)).Json.GetProperty("@odata.count").GetInt32().ShouldBe(contacts);
        (await _site.GetAsync("contacts/$count", who)).Text.TrimStart('\uFEFF').ShouldBe($"{contacts}");
        (await _site.GetAsync("contacts?fetchXml=" + Uri.EscapeDataString("<fetch><entity name='contact'><attribute name='fullname'/></entity></fetch>"), who)).Rows.Count.ShouldBe(contacts);
        (await _site.GetAsync("contacts?$apply=aggregate($count as rows)", who)).Rows.Single().GetProperty("rows").GetInt32().ShouldBe(contacts);
        (await _site.GetAsync("accounts?$select=name&$expand=contact_customer_accounts($select=fullname)", who)).Rows.Count.ShouldBe(accounts);
        (await _site.GetAsync("systemusers?$select=fullname", who)).Rows.Count.ShouldBeGreaterThan(5); // users belong to nobody
    }

    [Theory]
    [InlineData("fiona.dahl", HttpStatusCode.Forbidden)] // a Basic User deletes nothing
    [InlineData("gustav.holm", HttpStatusCode.NoContent)]
    public async Task A_row_out_of_reach_is_refused_and_one_within_is_not(string user, HttpStatusCode delete)
    {
        var who = ("Authorization", $"Bearer {user}@contoso.example");
        var foreign = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        var own = (await _site.PostAsync("accounts", """{"name":"Mine"}""", who)).CreatedId;

        (await _site.GetAsync($"accounts({foreign})", who)).ErrorCode.ShouldBe("0x80048306");
        (await _site.GetAsync("accounts(accountnumber='A-1001')", who)).ErrorCode.ShouldBe("0x80048306");
        (await _site.PatchAsync($"accounts({foreign})", """{"name":"Taken"}""", who)).ErrorMessage.ShouldStartWith($"SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: {foreign}");
        (await _site.PostAsync("accounts/Microsoft.Dynamics.CRM.UpdateMultiple", $$"""{"Targets":[{"@odata.type":"Microsoft.Dynamics.CRM.account","accountid":"{{foreign}}","name":"Taken"}]}""", who)).ErrorCode.ShouldBe("0x80048306");
        (await _site.SendAsync("DELETE", $"accounts({foreign})", null, who)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await _site.GetAsync($"accounts({Guid.NewGuid()})", who)).Status.ShouldBe(HttpStatusCode.NotFound);

        (await _site.PatchAsync($"accounts({own})", """{"name":"Still mine"}""", who)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync($"accounts({own})?$select=name", who)).Json.GetProperty("name").GetString().ShouldBe("Still mine");
        (await _site.SendAsync("DELETE", $"accounts({own})", null, who)).Status.ShouldBe(delete);
    }

    [Fact]
    public async Task The_name_of_a_row_out_of_reach_is_shown_by_a_lookup_and_changes_are_tracked_for_no_one_who_does_not_see_all()
    {
        var who = ("Authorization", "Bearer fiona.dahl@contoso.example");
        var foreign = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
        await _site.PostAsync("contacts", $$"""{"lastname":"Pointing","parentcustomerid_account@odata.bind":"/accounts({{foreign}})"}""", who);

        var row = (await _site.GetAsync("contacts?$select=_parentcustomerid_value&$filter=lastname eq 'Pointing'", who, ("Prefer", "odata.include-annotations=\"*\""))).Rows.Single();

        row.GetProperty("_parentcustomerid_value@OData.Community.Display.V1.FormattedValue").GetString().ShouldNotBeNullOrEmpty();
        (await _site.GetAsync("contacts?$select=fullname", who, ("Prefer", "odata.track-changes"))).ErrorCode.ShouldBe("0x80040220");
    }

    [Theory]
    [InlineData("MSCRMCallerID", "5d1b2f10-81a4-ee11-be37-000d3a2b7c12")]
    [InlineData("CallerObjectId", "c0ffee00-1111-4a4a-8b8b-000000000012")]
    public async Task An_administrator_acts_for_another_user(string header, string value)
    {
        var created = await _site.PostAsync("accounts", """{"name":"For Bruno"}""", (header, value));

        var row = (await _site.GetAsync($"accounts({created.CreatedId})?$select=name&$expand=createdby($select=fullname),createdonbehalfby($select=fullname),owninguser($select=fullname)")).Json;
        row.GetProperty("createdby").GetProperty("fullname").GetString().ShouldBe("Bruno Keller");
        row.GetProperty("createdonbehalfby").GetProperty("fullname").GetString().ShouldBe("Ada Winter");
        row.GetProperty("owninguser").GetProperty("fullname").GetString().ShouldBe("Bruno Keller");
    }

    [Fact]
    public async Task Who_acts_for_another_has_the_others_rights()
    {
        (await _site.PostAsync("accounts", """{"name":"No"}""", ("MSCRMCallerID", "5d1b2f10-81a4-ee11-be37-000d3a2b7c15"))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Not_everyone_may_act_for_others_and_not_for_nobody()
    {
        (await _site.GetAsync("WhoAmI", Salesperson, ("MSCRMCallerID", "5d1b2f10-81a4-ee11-be37-000d3a2b7c12"))).ErrorCode.ShouldBe("0x8004a110");
        (await _site.GetAsync("WhoAmI", ("MSCRMCallerID", "00000000-0000-0000-0000-000000000001"))).ErrorCode.ShouldBe("0x80041d1f");
    }

    [Fact]
    public async Task Duplicates_are_found_only_when_asked_for()
    {
        const string Row = """{"lastname":"Orton","emailaddress1":"monte@example.com"}""";
        (await _site.PostAsync("leads", Row)).Status.ShouldBe(HttpStatusCode.NoContent);

        var answer = await _site.PostAsync("leads", Row, ("MSCRM.SuppressDuplicateDetection", "false"));

        answer.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        answer.ErrorCode.ShouldBe("0x80040333");
        answer.ErrorMessage.ShouldBe("A record was not created or updated because a duplicate of the current record already exists.");
        (await _site.PostAsync("leads", Row, ("MSCRM.SuppressDuplicateDetection", "true"))).Status.ShouldBe(HttpStatusCode.NoContent);
    }
}
