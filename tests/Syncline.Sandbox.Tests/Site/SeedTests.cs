using System.Text.Json;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>The rows that a sandbox starts with.</summary>
public sealed class SeedTests
{
    [Fact]
    public async Task A_larger_sandbox_holds_every_row_of_a_smaller_one()
    {
        await using var small = await SiteHost.StartAsync(new SandboxOptions { SeedRows = 20 });
        await using var large = await SiteHost.StartAsync(new SandboxOptions { SeedRows = 300 });

        foreach (var set in (string[])["accounts", "contacts"])
        {
            var inLarge = await RowsAsync(large, set);
            foreach (var (id, row) in await RowsAsync(small, set))
            {
                inLarge[id].ShouldBe(row);
            }
        }
    }

    [Fact]
    public async Task Generated_rows_have_unique_keys_and_lookups_that_lead_somewhere()
    {
        await using var site = await SiteHost.StartAsync(new SandboxOptions { SeedRows = 300 });

        var contacts = (await site.GetAsync("contacts?$select=externaluseridentifier,emailaddress1&$expand=parentcustomerid_account($select=name)")).Rows;

        contacts.Count.ShouldBe(340);
        contacts.Select(contact => contact.GetProperty("externaluseridentifier").GetString()).Distinct(StringComparer.Ordinal).Count().ShouldBe(340);
        contacts.ShouldAllBe(contact => contact.GetProperty("parentcustomerid_account").ValueKind == JsonValueKind.Object);
        contacts.ShouldAllBe(contact => contact.GetProperty("emailaddress1").GetString()!.EndsWith(".example"));
        (await site.GetAsync("accounts(accountnumber='A-1000300')?$select=name")).Json.GetProperty("name").GetString()!.ShouldEndWith(" 1000300");
    }

    [Fact]
    public async Task A_generated_row_can_be_changed_like_any_other()
    {
        await using var site = await SiteHost.StartAsync(new SandboxOptions { SeedRows = 20 });

        await site.PatchAsync("accounts(accountnumber='A-1000003')", """{"address1_city":null,"fax":"1","description":"new"}""");

        var row = (await site.GetAsync("accounts(accountnumber='A-1000003')")).Json;
        row.GetProperty("address1_city").ValueKind.ShouldBe(JsonValueKind.Null);
        row.GetProperty("fax").GetString().ShouldBe("1");
        row.GetProperty("statecode").GetInt32().ShouldBe(0);
        row.GetProperty("_ownerid_value").ValueKind.ShouldBe(JsonValueKind.String);
        (await site.GetAsync("accounts(accountnumber='A-1000004')")).Json.GetProperty("description").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static async Task<Dictionary<string, string>> RowsAsync(SiteHost site, string set) =>
        (await site.GetAsync(set)).Rows.ToDictionary(
            row => row.GetProperty(set[..^1] + "id").GetString()!,
            row => string.Join('|', row.EnumerateObject().Where(property => property.Name is not ("@odata.etag" or "versionnumber")).Select(property => property.Value.GetRawText())), StringComparer.Ordinal);
}
