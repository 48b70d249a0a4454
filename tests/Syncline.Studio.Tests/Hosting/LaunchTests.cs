using System.Net;

namespace Syncline.Studio.Tests.Hosting;

/// <summary>Who gets in: the one browser that was sent here with a key (docs/promises/studio.md).</summary>
public sealed class LaunchTests(StudioSite site) : IClassFixture<StudioSite>
{
    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/studio.js")]
    [InlineData("GET", "/_framework/blazor.web.js")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("GET", "/no-such-page")]
    public async Task Without_the_cookie_nothing_is_served(string method, string path)
    {
        using var answer = await site.SendAsync(new HttpMethod(method), path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Open it with the link that the terminal shows");
    }

    [Fact]
    public async Task A_launch_address_opens_the_Studio_once()
    {
        var address = site.Server.NewLaunchAddress().PathAndQuery;
        using var first = await site.GetAsync(address);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await site.GetAsync(address);
        second.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        second.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task The_page_goes_on_by_itself_so_that_a_strict_cookie_is_sent_also_when_another_site_held_the_link()
    {
        using var opened = await site.GetAsync(site.Server.NewLaunchAddress().PathAndQuery, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");
        opened.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await opened.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("""<meta http-equiv="refresh" content="0;url=/">""");
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites_and_opens_the_Studio()
    {
        using var opened = await site.GetAsync(site.Server.NewLaunchAddress().PathAndQuery);
        var cookie = opened.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain("expires", Case.Insensitive);
        cookie.ShouldStartWith($"syncline-studio-{site.Server.Address.Port}=");

        using var page = await site.GetAsync("/", "Cookie: " + cookie.Split(';')[0]);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_launch_address_ends_the_one_before()
    {
        var old = site.Server.NewLaunchAddress();
        var current = site.Server.NewLaunchAddress();
        using var refused = await site.GetAsync(old.PathAndQuery);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var opened = await site.GetAsync(current.PathAndQuery);
        opened.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/launch")]
    [InlineData("/launch?key=")]
    [InlineData("/launch?key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_wrong_key_opens_nothing(string path)
    {
        site.Server.NewLaunchAddress();
        using var answer = await site.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task A_made_up_cookie_opens_nothing()
    {
        using var answer = await site.GetAsync("/", $"Cookie: syncline-studio-{site.Server.Address.Port}=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_one_who_started_it_hears_that_the_address_was_used()
    {
        var heard = new TaskCompletionSource();
        site.Server.LaunchAddressUsed += (_, _) => heard.TrySetResult();
        await site.OpenAsync();
        await heard.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
