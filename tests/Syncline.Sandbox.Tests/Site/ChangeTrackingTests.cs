using System.Net;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>Microsoft Learn: "Use change tracking to synchronize data with external systems"; PROTOCOL 5.3.</summary>
public sealed class ChangeTrackingTests : IAsyncLifetime
{
    private static readonly (string, string) Track = ("Prefer", "odata.track-changes");
    private readonly SteppedClock _clock = new();
    private SiteHost _site = null!;

    public async ValueTask InitializeAsync() => _site = await SiteHost.StartAsync(new SandboxOptions { TimeProvider = _clock });

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_delta_holds_what_was_added_changed_and_deleted_since()
    {
        var link = await StartAsync("accounts?$select=name,accountnumber");
        link.ShouldMatch(@"/accounts\?\$select=name%2Caccountnumber&\$deltatoken=[0-9]+%2103%2F02%2F2026%2009%3A30%3A15$");
        var added = (await _site.PostAsync("accounts", """{"name":"Added","accountnumber":"T-1"}""")).CreatedId;
        await _site.PatchAsync("accounts(accountnumber='A-1001')", """{"description":"changed"}""");
        await _site.PatchAsync("accounts(accountnumber='A-1001')", """{"description":"changed again"}""");
        var gone = await _site.IdAsync("accounts", "accountid", "accountnumber eq 'A-1005'");
        await _site.SendAsync("DELETE", $"accounts({gone})");
        var brief = (await _site.PostAsync("accounts", """{"name":"Brief"}""")).CreatedId;
        await _site.SendAsync("DELETE", $"accounts({brief})");

        var delta = await _site.GetAsync(link);

        delta.Status.ShouldBe(HttpStatusCode.OK, delta.Text);
        delta.Json.GetProperty("@odata.context").GetString()!.ShouldEndWith("$metadata#accounts(name,accountnumber)/$delta");
        var rows = delta.Rows;
        rows.Where(row => row.TryGetProperty("accountid", out _)).Select(row => row.GetProperty("accountnumber").GetString()).ShouldBe(["T-1", "A-1001"]);
        rows[0].GetProperty("accountid").GetGuid().ShouldBe(added);
        var deleted = rows.Where(row => row.TryGetProperty("reason", out _)).ToList();
        deleted.Select(row => row.GetProperty("id").GetGuid()).ShouldBe([gone, brief]);
        deleted.ShouldAllBe(row => row.GetProperty("@odata.context").GetString()!.EndsWith("$metadata#accounts/$deletedEntity") && row.GetProperty("reason").GetString() == "deleted");
        (await _site.GetAsync(DeltaLink(delta))).Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_made_between_two_pages_comes_with_the_delta()
    {
        var first = await _site.GetAsync("contacts?$select=lastname", ("Prefer", "odata.track-changes,odata.maxpagesize=25"));
        first.Json.TryGetProperty("@odata.deltaLink", out _).ShouldBeFalse();
        var changed = first.Rows[0].GetProperty("contactid").GetGuid();
        await _site.PatchAsync($"contacts({changed})", """{"lastname":"Meanwhile"}""");

        var second = await _site.GetAsync(first.NextLink!, ("Prefer", "odata.maxpagesize=25"));

        second.Rows.Count.ShouldBe(15);
        (await _site.GetAsync(DeltaLink(second))).Rows.ShouldHaveSingleItem().GetProperty("contactid").GetGuid().ShouldBe(changed);
    }

    [Fact]
    public async Task A_long_delta_comes_in_pages()
    {
        var link = await StartAsync("accounts?$select=name");
        for (var i = 0; i < 7; i++)
        {
            await _site.PostAsync("accounts", $$"""{"name":"Page {{i}}"}""");
        }

        var names = new List<string>();
        var page = await _site.GetAsync(link, ("Prefer", "odata.maxpagesize=3"));
        for (; page.NextLink is not null; page = await _site.GetAsync(page.NextLink, ("Prefer", "odata.maxpagesize=3")))
        {
            names.AddRange(page.Rows.Select(row => row.GetProperty("name").GetString()!));
        }

        names.AddRange(page.Rows.Select(row => row.GetProperty("name").GetString()!));
        names.ShouldBe(Enumerable.Range(0, 7).Select(i => $"Page {i}"));
        DeltaLink(page).ShouldNotBe(link);
    }

    [Fact]
    public async Task A_token_expires()
    {
        var link = await StartAsync("accounts?$select=name");

        _clock.Advance(TimeSpan.FromDays(7));
        (await _site.GetAsync(link)).Status.ShouldBe(HttpStatusCode.OK);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var late = await _site.GetAsync(link);

        late.Status.ShouldBe(HttpStatusCode.BadRequest);
        late.ErrorCode.ShouldBe("0x80044352");
        late.ErrorMessage.ShouldBe("Version stamp associated with the client has expired. Please perform a full sync.");
    }

    [Fact]
    public async Task The_organization_says_when_tokens_expire()
    {
        var link = await StartAsync("accounts?$select=name");
        var organization = (await _site.GetAsync("organizations?$select=name")).Rows[0].GetProperty("organizationid").GetGuid();

        (await _site.PatchAsync($"organizations({organization})", """{"expirechangetrackingindays":1}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        _clock.Advance(TimeSpan.FromDays(2));

        (await _site.GetAsync(link)).ErrorCode.ShouldBe("0x80044352");
    }

    [Fact]
    public async Task A_table_without_tracking_says_so()
    {
        var answer = await _site.GetAsync("sdkmessages", Track);

        answer.ErrorCode.ShouldBe("0x80072491");
        answer.ErrorMessage.ShouldBe("Entity sdkmessage isn't enabled for change tracking.");
    }

    [Theory]
    [InlineData("$filter=name eq 'x'")]
    [InlineData("$orderby=name")]
    [InlineData("$top=1")]
    [InlineData("$expand=primarycontactid")]
    public async Task Some_options_do_not_go_with_tracking(string option)
    {
        (await _site.GetAsync("accounts?" + option, Track)).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Changes_are_counted()
    {
        var link = await StartAsync("accounts?$select=name");
        await _site.PostAsync("accounts", """{"name":"One more"}""");

        (await _site.GetAsync($"accounts/$count?$deltatoken={link.Split("$deltatoken=")[1]}")).Text.TrimStart('\uFEFF').ShouldBe("1");
    }

    private static string DeltaLink(SiteHost.Answer answer) => answer.Json.GetProperty("@odata.deltaLink").GetString()!;

    private async Task<string> StartAsync(string path)
    {
        var answer = await _site.GetAsync(path, Track);
        answer.Headers["Preference-Applied"].ShouldContain("odata.track-changes");
        return DeltaLink(answer);
    }
}
