using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Creating rows and what the server adds. Microsoft Learn: "Create a table row using the Web API"; PROTOCOL 5.10 and 5.11.</summary>
public sealed class CreateTests : IAsyncLifetime
{
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_created_row_is_named_in_two_headers_and_can_be_read_back()
    {
        var created = await _site.PostAsync("accounts", """{"name":"New Harbour Ltd","creditlimit":1500.5,"numberofemployees":7}""");

        created.Status.ShouldBe(HttpStatusCode.NoContent);
        created.Headers["Location"].ShouldBe(created.Headers["OData-EntityId"]);
        created.Headers["OData-EntityId"].ShouldStartWith(_site.Origin + "/api/data/v9.2/accounts(");
        var row = (await _site.GetAsync($"accounts({created.CreatedId})")).Json;
        row.GetProperty("name").GetString().ShouldBe("New Harbour Ltd");
        row.GetProperty("statecode").GetInt32().ShouldBe(0);
        row.GetProperty("statuscode").GetInt32().ShouldBe(1);
        row.GetProperty("_ownerid_value").GetGuid().ShouldBe(_site.UserId);
        row.GetProperty("_owninguser_value").GetGuid().ShouldBe(_site.UserId);
        row.GetProperty("_createdby_value").GetGuid().ShouldBe(_site.UserId);
        row.GetProperty("_owningbusinessunit_value").GetGuid().ShouldBe(_site.Options.Directory.BusinessUnitId);
        row.GetProperty("_transactioncurrencyid_value").GetGuid().ShouldNotBe(Guid.Empty);
        row.GetProperty("creditlimit_base").GetDecimal().ShouldBe(1500.5m);
        row.GetProperty("versionnumber").GetInt64().ShouldBe(long.Parse(row.GetProperty("@odata.etag").GetString()![3..^1], System.Globalization.CultureInfo.InvariantCulture));
        row.GetProperty("createdon").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
    }

    [Fact]
    public async Task The_row_comes_back_when_asked_for()
    {
        var created = await _site.PostAsync("contacts?$select=fullname", """{"firstname":"Ada","lastname":"Marsh","fullname":"ignored"}""", ("Prefer", "return=representation"));

        created.Status.ShouldBe(HttpStatusCode.Created);
        created.Headers["Preference-Applied"].ShouldBe("return=representation");
        created.Json.GetProperty("fullname").GetString().ShouldBe("Ada Marsh"); // computed; read-only properties in a payload are ignored
    }

    [Fact]
    public async Task A_primary_key_can_be_chosen_and_is_used_once()
    {
        var id = Guid.NewGuid();

        (await _site.PostAsync("accounts", $$"""{"accountid":"{{id}}","name":"Chosen"}""")).CreatedId.ShouldBe(id);
        var again = await _site.PostAsync("accounts", $$"""{"accountid":"{{id}}","name":"Again"}""");

        again.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        again.ErrorCode.ShouldBe("0x80040237");
        again.ErrorMessage.ShouldBe("Cannot insert duplicate key.");
    }

    [Fact]
    public async Task An_alternate_key_is_unique()
    {
        var answer = await _site.PostAsync("accounts", """{"name":"Copy","accountnumber":"a-1001"}""", ("Prefer", "odata.include-annotations=\"*\""));

        answer.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        answer.ErrorCode.ShouldBe("0x80060892");
        answer.ErrorMessage.ShouldStartWith("Entity Key Account Number violated. A record with the same value for Account Number already exists.");
        answer.Json.GetProperty("error").GetProperty("@Microsoft.PowerApps.CDS.ErrorDetails.DuplicateEntity").GetString().ShouldBe("account");
    }

    [Theory]
    [InlineData("/contacts(externaluseridentifier='C-1002')")]
    [InlineData("contacts(externaluseridentifier='C-1002')")]
    [InlineData("{origin}/api/data/v9.2/contacts(externaluseridentifier='C-1002')")]
    [InlineData("/contacts({id})")]
    public async Task A_lookup_is_bound_by_key_by_id_or_by_absolute_address(string address)
    {
        var contact = await _site.IdAsync("contacts", "contactid", "externaluseridentifier eq 'C-1002'");
        var bound = address.Replace("{origin}", _site.Origin, StringComparison.Ordinal).Replace("{id}", contact.ToString(), StringComparison.Ordinal);

        var created = await _site.PostAsync("accounts", $$"""{"name":"Bound","primarycontactid@odata.bind":"{{bound}}"}""");

        (await _site.GetAsync($"accounts({created.CreatedId})")).Json.GetProperty("_primarycontactid_value").GetGuid().ShouldBe(contact);
    }

    [Fact]
    public async Task A_lookup_to_several_tables_has_one_navigation_property_for_each()
    {
        var created = await _site.PostAsync("contacts", """{"lastname":"Polly","parentcustomerid_account@odata.bind":"/accounts(accountnumber='A-1002')"}""");

        var row = await _site.GetAsync($"contacts({created.CreatedId})?$select=_parentcustomerid_value", ("Prefer", "odata.include-annotations=\"*\""));
        row.Json.GetProperty("_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname").GetString().ShouldBe("account");
    }

    [Theory]
    [InlineData("contacts", "parentcustomerid")]
    [InlineData("new_projects", "new_accountid")] // navigation properties of custom columns are schema names: new_AccountId
    public async Task A_wrong_navigation_property_name_is_refused(string set, string name)
    {
        var answer = await _site.PostAsync(set, $$"""{"{{name}}@odata.bind":"/accounts(accountnumber='A-1002')"}""");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe("0x80048d19");
        answer.ErrorMessage.ShouldContain($"An undeclared property '{name}' which only has property annotations in the payload but no property value was found in the payload.");
    }

    [Fact]
    public async Task A_team_can_own_a_row()
    {
        var team = await _site.IdAsync("teams", "teamid", "name eq 'Delivery'");

        var created = await _site.PostAsync("new_projects", $$"""{"new_name":"Team work","ownerid@odata.bind":"/teams({{team}})","new_AccountId@odata.bind":"/accounts(accountnumber='A-1002')"}""");

        var row = (await _site.GetAsync($"new_projects({created.CreatedId})")).Json;
        row.GetProperty("_owningteam_value").GetGuid().ShouldBe(team);
        row.GetProperty("_owninguser_value").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        row.GetProperty("_new_accountid_value").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
    }

    [Fact]
    public async Task Dates_lose_their_fractions_and_choices_are_sorted()
    {
        var created = await _site.PostAsync("new_projects", """{"new_name":"Times","new_reviewedon":"2025-06-01T10:11:12.987+02:00","new_startdate":"2025-06-01","new_tags":"100000003,100000000"}""");

        var row = (await _site.GetAsync($"new_projects({created.CreatedId})")).Json;
        row.GetProperty("new_reviewedon").GetString().ShouldBe("2025-06-01T08:11:12Z");
        row.GetProperty("new_startdate").GetString().ShouldBe("2025-06-01");
        row.GetProperty("new_tags").GetString().ShouldBe("100000000,100000003");
    }

    [Fact]
    public async Task Money_is_restated_in_the_base_currency()
    {
        var dollar = await _site.IdAsync("transactioncurrencies", "transactioncurrencyid", "isocurrencycode eq 'USD'");

        var created = await _site.PostAsync("accounts", $$"""{"name":"Dollars","revenue":1085,"transactioncurrencyid@odata.bind":"/transactioncurrencies({{dollar}})"}""");

        var row = (await _site.GetAsync($"accounts({created.CreatedId})")).Json;
        row.GetProperty("revenue_base").GetDecimal().ShouldBe(1000m);
        row.GetProperty("exchangerate").GetDecimal().ShouldBe(1.085m);
    }

    [Fact]
    public async Task Rows_within_a_payload_are_created_with_it()
    {
        var answer = await _site.PostAsync("accounts", """{"name":"Deep","primarycontactid":{"lastname":"Inner","Contact_Tasks":[{"subject":"One"},{"subject":"Two"}]}}""");

        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
        var account = (await _site.GetAsync($"accounts({answer.CreatedId})?$select=name&$expand=primarycontactid($select=fullname)")).Json;
        account.GetProperty("primarycontactid").GetProperty("fullname").GetString().ShouldBe("Inner");
        var contact = account.GetProperty("primarycontactid").GetProperty("contactid").GetGuid();
        (await _site.GetAsync($"contacts({contact})/Contact_Tasks?$select=subject&$orderby=subject")).Rows.Select(row => row.GetProperty("subject").GetString()).ShouldBe(["One", "Two"]);
    }

    [Fact]
    public async Task A_mistake_in_a_row_within_undoes_the_row_around_it()
    {
        var answer = await _site.PostAsync("accounts", $$$"""{"name":"Deep","accountnumber":"D-1","primarycontactid":{"lastname":"{{{new string('x', 200)}}}"}}""");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await _site.GetAsync("accounts(accountnumber='D-1')")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
