using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Changing and deleting rows. Microsoft Learn: "Update and delete table rows using the Web API", "Perform conditional operations"; PROTOCOL 5.4 and 5.5.</summary>
public sealed class UpdateTests : IAsyncLifetime
{
    private const string Account = "accounts(accountnumber='A-1003')";
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_patch_changes_what_it_names_and_the_version()
    {
        var before = (await _site.GetAsync(Account)).Json;

        var patched = await _site.PatchAsync(Account, """{"name":"Lefèvre & Fils","telephone1":null,"createdon":"2001-01-01T00:00:00Z"}""");

        patched.Status.ShouldBe(HttpStatusCode.NoContent);
        patched.Headers["OData-EntityId"].ShouldBe($"{_site.Origin}/api/data/v9.2/{Account}"); // key form stays key form
        var after = (await _site.GetAsync(Account)).Json;
        after.GetProperty("name").GetString().ShouldBe("Lefèvre & Fils");
        after.GetProperty("telephone1").ValueKind.ShouldBe(JsonValueKind.Null);
        after.GetProperty("createdon").GetString().ShouldBe(before.GetProperty("createdon").GetString());
        after.GetProperty("address1_city").GetString().ShouldBe("Paris");
        after.GetProperty("versionnumber").GetInt64().ShouldBeGreaterThan(before.GetProperty("versionnumber").GetInt64());
    }

    [Fact]
    public async Task A_patch_creates_the_row_that_is_not_there()
    {
        var id = Guid.NewGuid();

        var byId = await _site.PatchAsync($"accounts({id})", """{"name":"By id"}""", ("Prefer", "return=representation"));
        var byKey = await _site.PatchAsync("accounts(accountnumber='N-1')", """{"name":"By key"}""", ("Prefer", "return=representation"));
        var again = await _site.PatchAsync("accounts(accountnumber='N-1')", """{"name":"By key 2","accountnumber":"ignored"}""", ("Prefer", "return=representation"));

        byId.Status.ShouldBe(HttpStatusCode.Created);
        byId.Json.GetProperty("accountid").GetGuid().ShouldBe(id);
        byKey.Status.ShouldBe(HttpStatusCode.Created);
        byKey.Json.GetProperty("accountnumber").GetString().ShouldBe("N-1");
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Json.GetProperty("accountnumber").GetString().ShouldBe("N-1"); // key values in a body are ignored on update
    }

    [Fact]
    public async Task If_match_star_makes_it_an_update_only_and_if_none_match_star_a_create_only()
    {
        var missing = await _site.PatchAsync($"accounts({Guid.NewGuid()})", """{"name":"x"}""", ("If-Match", "*"));
        var missingKey = await _site.PatchAsync("accounts(accountnumber='N-2')", """{"name":"x"}""", ("If-Match", "*"));
        var there = await _site.PatchAsync(Account, """{"name":"x"}""", ("If-None-Match", "*"));

        missing.ErrorCode.ShouldBe("0x80040217");
        missingKey.ErrorCode.ShouldBe("0x80060891");
        there.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        there.ErrorCode.ShouldBe("0x80040237");
        there.ErrorMessage.ShouldBe("A record with matching key values already exists.");
    }

    [Fact]
    public async Task An_old_etag_is_refused_on_update_and_on_delete()
    {
        var etag = (await _site.GetAsync(Account)).Headers["ETag"];
        (await _site.PatchAsync(Account, """{"name":"first"}""", ("If-Match", etag))).Status.ShouldBe(HttpStatusCode.NoContent);

        var update = await _site.PatchAsync(Account, """{"name":"second"}""", ("If-Match", etag));
        var delete = await _site.SendAsync("DELETE", Account, null, ("If-Match", etag));

        update.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        update.ErrorCode.ShouldBe("0x80060882");
        update.ErrorMessage.ShouldBe("The version of the existing record doesn't match the RowVersion property provided.");
        delete.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await _site.GetAsync(Account)).Json.GetProperty("name").GetString().ShouldBe("first");
    }

    [Fact]
    public async Task A_property_can_be_set_and_cleared_by_itself()
    {
        (await _site.SendAsync("PUT", Account + "/fax", """{"value":"+33 1 55 55 01 41"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync(Account)).Json.GetProperty("fax").GetString().ShouldBe("+33 1 55 55 01 41");
        (await _site.SendAsync("DELETE", Account + "/fax")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync(Account)).Json.GetProperty("fax").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_lookup_is_set_and_cleared_through_its_reference()
    {
        await _site.SendAsync("PUT", Account + "/parentaccountid/$ref", $$"""{"@odata.id":"{{_site.Origin}}/api/data/v9.2/accounts(accountnumber='A-1001')"}""");
        (await _site.GetAsync(Account + "/parentaccountid?$select=accountnumber")).Json.GetProperty("accountnumber").GetString().ShouldBe("A-1001");

        await _site.SendAsync("DELETE", Account + "/parentaccountid/$ref");
        (await _site.GetAsync(Account + "/parentaccountid")).Status.ShouldBe(HttpStatusCode.NoContent);

        await _site.PatchAsync(Account, """{"parentaccountid@odata.bind":"/accounts(accountnumber='A-1002')"}""");
        await _site.PatchAsync(Account, """{"parentaccountid@odata.bind":null}""");
        (await _site.GetAsync(Account + "/parentaccountid")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_row_joins_and_leaves_a_collection()
    {
        var contact = await _site.IdAsync("contacts", "contactid", "externaluseridentifier eq 'C-1001'");

        await _site.PostAsync(Account + "/contact_customer_accounts/$ref", $$"""{"@odata.id":"{{_site.Origin}}/api/data/v9.2/contacts({{contact}})"}""");
        (await _site.GetAsync(Account + "/contact_customer_accounts/$count")).Text.ShouldBe("4");
        await _site.SendAsync("DELETE", $"{Account}/contact_customer_accounts({contact})/$ref");
        (await _site.GetAsync(Account + "/contact_customer_accounts/$count")).Text.ShouldBe("3");
    }

    [Fact]
    public async Task Renaming_a_contact_renames_its_full_name()
    {
        await _site.PatchAsync("contacts(externaluseridentifier='C-1001')", """{"lastname":"Brandt"}""");

        (await _site.GetAsync("contacts(externaluseridentifier='C-1001')?$select=fullname")).Json.GetProperty("fullname").GetString().ShouldBe("Ines Brandt");
    }

    [Fact]
    public async Task A_changed_key_value_is_found_and_the_old_one_is_free()
    {
        var id = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1003'");

        await _site.PatchAsync($"accounts({id})", """{"accountnumber":"B-1"}""");

        (await _site.GetAsync("accounts(accountnumber='B-1')?$select=name")).Json.GetProperty("accountid").GetGuid().ShouldBe(id);
        (await _site.GetAsync(Account)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _site.PatchAsync($"accounts({id})", """{"accountnumber":"A-1001"}""")).ErrorCode.ShouldBe("0x80060892");
    }

    [Fact]
    public async Task Deleting_a_row_clears_the_lookups_to_it_or_takes_its_children_along()
    {
        // contact_customer_accounts cascades; new_account_project removes the link.
        var delete = await _site.SendAsync("DELETE", "accounts(accountnumber='A-1006')");

        delete.Status.ShouldBe(HttpStatusCode.NoContent);
        (await _site.GetAsync("contacts(externaluseridentifier='C-1018')")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _site.GetAsync("new_projects(new_code='PRJ-003')?$select=_new_accountid_value")).Json.GetProperty("_new_accountid_value").ValueKind.ShouldBe(JsonValueKind.Null);
        (await _site.SendAsync("DELETE", $"accounts({Guid.NewGuid()})")).ErrorCode.ShouldBe("0x80040217");
    }

    [Fact]
    public async Task Rows_that_lead_to_each_other_can_be_deleted()
    {
        // The two accounts are each other's parents; tasks go with what they regard.
        await _site.PatchAsync("accounts(accountnumber='A-1001')", """{"parentaccountid@odata.bind":"/accounts(accountnumber='A-1009')"}""");

        (await _site.SendAsync("DELETE", "accounts(accountnumber='A-1001')")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _site.GetAsync("accounts(accountnumber='A-1001')")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await _site.GetAsync("tasks?$select=subject&$filter=subject eq 'Send offer for second warehouse'")).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_currency_in_use_can_not_be_deleted()
    {
        var id = await _site.IdAsync("transactioncurrencies", "transactioncurrencyid", "isocurrencycode eq 'USD'");

        (await _site.SendAsync("DELETE", $"transactioncurrencies({id})")).ErrorCode.ShouldBe("0x80040227");
    }
}
