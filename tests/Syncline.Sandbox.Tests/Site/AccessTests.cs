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
