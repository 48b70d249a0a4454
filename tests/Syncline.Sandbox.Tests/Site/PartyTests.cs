using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Party lists of activities; PROTOCOL 5.10.</summary>
public sealed class PartyTests : IAsyncLifetime
{
    private SiteHost _site = null!;
    private Guid _contact;
    private Guid _account;

    public async ValueTask InitializeAsync()
    {
        _site = await SiteHost.StartAsync();
        _contact = await _site.IdAsync("contacts", "contactid", "externaluseridentifier eq 'C-1001'");
        _account = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1001'");
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task An_email_is_created_with_its_parties_and_read_with_them()
    {
        var email = await CreateAsync();

        var row = (await _site.GetAsync($"emails({email})?$select=subject,sender,torecipients&$expand=email_activity_parties($select=participationtypemask,addressused,_partyid_value)")).Json;
        row.GetProperty("email_activity_parties").EnumerateArray().Select(party => party.GetProperty("participationtypemask").GetInt32()).Order().ShouldBe([1, 2]);
        row.GetProperty("sender").GetString().ShouldBe("ada.winter@contoso.example");
        row.GetProperty("torecipients").GetString()!.ShouldEndWith(";");
        (await _site.GetAsync($"activityparties?$filter=_activityid_value eq {email} and _partyid_value eq {_contact}")).Rows.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_list_that_is_sent_replaces_the_one_before()
    {
        var email = await CreateAsync();

        var answer = await _site.PatchAsync($"emails({email})", $$"""{"email_activity_parties":[{"partyid_account@odata.bind":"/accounts({{_account}})","participationtypemask":2}]}""");

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        (await _site.GetAsync($"emails({email})/email_activity_parties?$select=participationtypemask")).Rows.ShouldHaveSingleItem().GetProperty("participationtypemask").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Parties_go_with_their_activity()
    {
        var email = await CreateAsync();

        await _site.SendAsync("DELETE", $"emails({email})");

        (await _site.GetAsync($"activityparties?$filter=_activityid_value eq {email}")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_rows_within_an_update_are_refused()
    {
        (await _site.PatchAsync($"accounts({_account})", """{"primarycontactid":{"lastname":"No"}}""")).ErrorCode.ShouldBe("0x80048d19");
    }

    private async Task<Guid> CreateAsync()
    {
        var created = await _site.PostAsync("emails", $$"""
            {"subject":"Hello","email_activity_parties":[
              {"partyid_systemuser@odata.bind":"/systemusers({{_site.UserId}})","participationtypemask":1},
              {"partyid_contact@odata.bind":"/contacts({{_contact}})","participationtypemask":2}]}
            """);
        created.Status.ShouldBe(HttpStatusCode.NoContent, created.Text);
        return created.CreatedId;
    }
}
