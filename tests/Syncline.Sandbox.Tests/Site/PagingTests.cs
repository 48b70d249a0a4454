namespace Syncline.Sandbox.Tests.Site;

/// <summary>Pages, their links and counts. Microsoft Learn: "Page results using OData", "Count number of rows"; PROTOCOL 5.2.</summary>
public sealed class PagingTests
{
    [Theory]
    [InlineData("contacts?$select=fullname")]
    [InlineData("contacts?$select=fullname&$orderby=lastname desc")]
    [InlineData("contacts?$select=fullname&$orderby=gendercode,birthdate desc")]
    [InlineData("contacts?$select=fullname&$orderby=middlename")] // null in every row
    [InlineData("contacts?$select=fullname&$orderby=_parentcustomerid_value")]
    [InlineData("contacts?$select=fullname&$orderby=contactid desc")]
    [InlineData("contacts?$select=fullname&$orderby=modifiedon,versionnumber desc")]
    [InlineData("contacts?$select=fullname&$orderby=parentcustomerid_account/name,creditlimit")]
    public async Task Following_the_next_links_gives_every_row_once(string link)
    {
        await using var site = await SiteHost.StartAsync();
        var whole = (await site.GetAsync(link)).Rows.ConvertAll(row => row.GetProperty("contactid").GetGuid());
        var seen = new List<Guid>();
        for (string? next = link; next is not null;)
        {
            var page = await site.GetAsync(next, ("Prefer", "odata.maxpagesize=7"));
            page.Headers["Preference-Applied"].ShouldBe("odata.maxpagesize=7");
            page.Rows.Count.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(page.Rows.Select(row => row.GetProperty("contactid").GetGuid()));
            next = page.NextLink;
        }

        whole.Count.ShouldBe(40);
        seen.ShouldBe(whole);
    }

    [Theory]
    [InlineData("contact_customer_accounts($select=fullname;$orderby=fullname desc)", "contact_customer_accounts", "contactid")]
    [InlineData("contact_customer_accounts($select=fullname;$filter=gendercode eq 2)", "contact_customer_accounts", "contactid")]
    [InlineData("contact_customer_accounts", "contact_customer_accounts", "contactid")]
    public async Task An_expanded_collection_has_a_next_link_of_its_own_when_it_is_longer_than_a_page(string expand, string name, string key)
    {
        await using var site = await SiteHost.StartAsync();
        var address = $"accounts?$select=name&$filter=accountnumber eq 'A-1001'&$expand={expand}";
        var whole = (await site.GetAsync(address)).Rows.Single().GetProperty(name).EnumerateArray().Select(row => row.GetProperty(key).GetGuid()).ToList();

        var parent = (await site.GetAsync(address, ("Prefer", "odata.maxpagesize=1"))).Rows.Single();

        var seen = parent.GetProperty(name).EnumerateArray().Select(row => row.GetProperty(key).GetGuid()).ToList();
        seen.Count.ShouldBe(1);
        for (var next = parent.GetProperty(name + "@odata.nextLink").GetString(); next is not null;)
        {
            var page = await site.GetAsync(next, ("Prefer", "odata.maxpagesize=1"));
            seen.AddRange(page.Rows.Select(row => row.GetProperty(key).GetGuid()));
            next = page.NextLink;
        }

        whole.Count.ShouldBeGreaterThan(1);
        seen.ShouldBe(whole);
    }

    [Fact]
    public async Task The_next_link_has_the_documented_form_of_the_skip_token()
    {
        await using var site = await SiteHost.StartAsync();

        var link = (await site.GetAsync("accounts?$select=name", ("Prefer", "odata.maxpagesize=3"))).NextLink!;

        link.ShouldStartWith(site.Origin + "/api/data/v9.2/accounts?$select=name&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%253caccountid%2520last%253d%2522%257b");
        link.ShouldEndWith("%257d%2522%2520%252f%253e%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E");
    }

    [Fact]
    public async Task Pages_stay_whole_while_rows_before_and_behind_them_come_and_go()
    {
        await using var site = await SiteHost.StartAsync();
        var before = (await site.GetAsync("contacts?$select=contactid")).Rows.ConvertAll(row => row.GetProperty("contactid").GetGuid());
        var first = await site.GetAsync("contacts?$select=contactid", ("Prefer", "odata.maxpagesize=10"));

        // The rows of the first page go; an offset would now skip ten rows.
        foreach (var row in first.Rows)
        {
            await site.SendAsync("DELETE", $"contacts({row.GetProperty("contactid").GetGuid()})");
        }

        var second = await site.GetAsync(first.NextLink!, ("Prefer", "odata.maxpagesize=30"));
        second.Rows.Select(row => row.GetProperty("contactid").GetGuid()).ShouldBe(before.Skip(10));
        second.NextLink.ShouldBeNull();
    }

    [Fact]
    public async Task A_page_holds_5000_rows_at_most_and_top_ends_the_list()
    {
        await using var site = await SiteHost.StartAsync(new SandboxOptions { SeedRows = 6000 });

        var all = await site.GetAsync("accounts?$select=name", ("Prefer", "odata.maxpagesize=9000"));
        all.Rows.Count.ShouldBe(5000);
        (await site.GetAsync(all.NextLink!)).Rows.Count.ShouldBe(1012);
        var top = await site.GetAsync("accounts?$select=name&$top=3", ("Prefer", "odata.maxpagesize=2"));
        top.Rows.Count.ShouldBe(3);
        top.NextLink.ShouldBeNull();
    }

    [Fact]
    public async Task Counts_stop_at_5000()
    {
        await using var site = await SiteHost.StartAsync(new SandboxOptions { SeedRows = 6000 });

        var many = await site.GetAsync("accounts?$select=name&$count=true&$top=1", ("Prefer", "odata.include-annotations=\"*\""));
        many.Json.GetProperty("@odata.count").GetInt32().ShouldBe(5000);
        many.Json.GetProperty("@Microsoft.Dynamics.CRM.totalrecordcount").GetInt32().ShouldBe(5000);
        many.Json.GetProperty("@Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded").GetBoolean().ShouldBeTrue();
        (await site.GetAsync("accounts/$count")).Text.ShouldBe("5000");
        (await site.GetAsync("accounts/$count?$filter=startswith(accountnumber,'A-10010')")).Text.ShouldBe("100");
        (await site.GetAsync("leads?$select=subject&$count=true&$top=1")).Json.GetProperty("@odata.count").GetInt32().ShouldBe(8);
    }

    [Fact]
    public async Task A_damaged_skip_token_is_refused()
    {
        await using var site = await SiteHost.StartAsync();

        var answer = await site.GetAsync("accounts?$select=name&$skiptoken=%3Ccookie");

        answer.ErrorMessage.ShouldBe("Malformed XML in the Paging Cookie");
    }
}
