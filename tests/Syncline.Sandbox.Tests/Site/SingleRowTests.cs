using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>One row by key, its properties and related rows. Microsoft Learn: "Retrieve a table row using the Web API", "Use an alternate key"; PROTOCOL 5.4 and 5.5.</summary>
public sealed class SingleRowTests(SharedSite shared) : IClassFixture<SharedSite>
{
    private readonly SiteHost _site = shared.Site;

    [Fact]
    public async Task An_alternate_key_finds_the_same_row_as_the_primary_key()
    {
        var byKey = await _site.GetAsync("accounts(accountnumber='A-1001')?$select=name");
        var id = byKey.Json.GetProperty("accountid").GetGuid();

        (await _site.GetAsync($"accounts({id})?$select=name")).Json.GetProperty("name").GetString().ShouldBe("Nordwind Logistik GmbH");
        (await _site.GetAsync($"accounts(accountid={id})?$select=name")).Status.ShouldBe(HttpStatusCode.OK);
        byKey.Json.GetProperty("@odata.context").GetString()!.ShouldEndWith("#accounts(name)/$entity");
        byKey.Headers["ETag"].ShouldBe(byKey.Json.GetProperty("@odata.etag").GetString());
    }

    [Fact]
    public async Task A_key_that_the_table_does_not_have_is_refused()
    {
        var answer = await _site.GetAsync("accounts(name='Alpenglas AG')");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorCode.ShouldBe("0x80060890");
        answer.ErrorMessage.ShouldBe("The specified key attributes are not a defined key for the account entity");
    }

    [Fact]
    public async Task An_alternate_key_without_a_row_is_not_found()
    {
        var answer = await _site.GetAsync("accounts(accountnumber='A-0')");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.ErrorCode.ShouldBe("0x80060891");
    }

    [Fact]
    public async Task An_unchanged_row_is_answered_with_304()
    {
        var etag = (await _site.GetAsync("accounts(accountnumber='A-1001')?$select=name")).Headers["ETag"];

        var again = await _site.GetAsync("accounts(accountnumber='A-1001')?$select=name", ("If-None-Match", etag));

        again.Status.ShouldBe(HttpStatusCode.NotModified);
        again.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_single_row_shows_money_with_ten_decimals()
    {
        var answer = await _site.GetAsync("accounts(accountnumber='A-1001')?$select=revenue");

        answer.Json.GetProperty("revenue").GetRawText().ShouldBe("48500000.0000000000");
    }

    [Fact]
    public async Task A_property_can_be_read_by_itself()
    {
        (await _site.GetAsync("accounts(accountnumber='A-1001')/name")).Json.GetProperty("value").GetString().ShouldBe("Nordwind Logistik GmbH");
        (await _site.GetAsync("accounts(accountnumber='A-1001')/name/$value")).Text.ShouldBe("Nordwind Logistik GmbH");
        (await _site.GetAsync("accounts(accountnumber='A-1001')/fax")).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Related_rows_are_reached_through_navigation_properties()
    {
        var contact = await _site.GetAsync("accounts(accountnumber='A-1001')/primarycontactid?$select=fullname");
        var reference = await _site.GetAsync("accounts(accountnumber='A-1001')/primarycontactid/$ref");

        contact.Json.GetProperty("fullname").GetString().ShouldBe("Ines Albrecht");
        reference.Json.GetProperty("@odata.id").GetString().ShouldBe($"{_site.Origin}/api/data/v9.2/contacts({contact.Json.GetProperty("contactid").GetGuid()})");
        (await _site.GetAsync("accounts(accountnumber='A-1001')/contact_customer_accounts?$select=fullname")).Rows.Count.ShouldBe(4);
        (await _site.GetAsync("accounts(accountnumber='A-1001')/contact_customer_accounts/$count")).Text.ShouldBe("4");
    }

    [Fact]
    public async Task Every_user_of_the_directory_is_a_row()
    {
        foreach (var user in _site.Options.Directory.Users)
        {
            var row = await _site.GetAsync($"systemusers({user.Id})?$select=fullname,domainname,azureactivedirectoryobjectid");

            row.Json.GetProperty("fullname").GetString().ShouldBe(user.Name);
            row.Json.GetProperty("domainname").GetString().ShouldBe(user.UserName);
            row.Json.GetProperty("azureactivedirectoryobjectid").GetGuid().ShouldBe(user.ObjectId);
        }
    }
}
