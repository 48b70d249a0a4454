using Microsoft.Playwright;

namespace Syncline.EndToEnd;

/// <summary>What a person meets in the browser when the sign-in does not go straight through, and what the command makes of it.</summary>
public sealed class BrowserTroubleTests(BrowserSite site) : BrowserTest(site)
{
    [Theory]
    [InlineData("Nora West", "AADSTS50020")]
    [InlineData("Georg Adler", "AADSTS53003")]
    public async Task Somebody_who_may_not_is_told_on_the_page_and_in_the_terminal(string person, string code)
    {
        RequireBrowser();
        await AddAsync("contoso", "publicClient");
        using var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var page = await Browser.OpenPageAsync();
        await page.GotoAsync(await OpenAddressAsync(authorize));
        await PickAsync(page, person);
        await Assertions.Expect(page.GetByText(code)).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Return to Syncline sample" }).ClickAsync();
        (await Terminal.EndAsync(authorize)).ShouldExitWith(3).Error.ShouldContain(code);
    }

    [Fact]
    public async Task Someone_who_needs_an_administrator_gets_the_link_for_one_and_can_sign_in_afterwards()
    {
        RequireBrowser();
        await AddAsync("contoso", "publicClient");
        using (var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json"))
        {
            var page = await Browser.OpenPageAsync();
            await page.GotoAsync(await OpenAddressAsync(authorize));
            await PickAsync(page, "Ivan Petrov");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Need admin approval" })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Return to Syncline sample" }).ClickAsync();
            var refused = (await Terminal.EndAsync(authorize)).ShouldExitWith(3);
            refused.Error.ShouldContain("AADSTS90094");

            var link = refused.Error.Split([' ', '\n', '"'], StringSplitOptions.RemoveEmptyEntries).First(word => word.Contains("/adminconsent?client_id=", StringComparison.Ordinal));
            await page.GotoAsync(link.TrimEnd('.', ','));
            await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
            await Assertions.Expect(page.GetByText("Permissions granted")).ToBeVisibleAsync();
        }

        using var again = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var second = await Browser.OpenPageAsync();
        await second.GotoAsync(await OpenAddressAsync(again));
        await PickAsync(second, "Ivan Petrov");
        (await Terminal.EndAsync(again)).ShouldExitWith(0).Json.GetProperty("signedInAs").GetString().ShouldBe("Ivan Petrov");
    }

    [Fact]
    public async Task A_second_factor_is_given_on_the_way()
    {
        RequireBrowser();
        await AddAsync("contoso", "publicClient");
        using var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var page = await Browser.OpenPageAsync();
        await page.GotoAsync(await OpenAddressAsync(authorize));
        await PickAsync(page, "Emil Sommer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        (await Terminal.EndAsync(authorize)).ShouldExitWith(0).Json.GetProperty("signedInAs").GetString().ShouldBe("Emil Sommer");
        (await Commands.RunAsync("table", "list", "contoso", "--json")).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_device_code_is_typed_in_the_browser()
    {
        RequireBrowser();
        await AddAsync("contoso", "publicClient", "--set", "grant-type=device_code");
        using var authorize = Commands.Start("connection", "authorize", "contoso", "--json");
        var line = await authorize.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        line.ShouldNotBeNull();
        var shown = System.Text.Json.JsonDocument.Parse(line).RootElement;
        var page = await Browser.OpenPageAsync();
        await page.GotoAsync(shown.GetProperty("open").GetString()!);
        await page.GetByLabel("Code").FillAsync("WRONGCODE");
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await Assertions.Expect(page.GetByText("That code didn’t work")).ToBeVisibleAsync();
        await page.GetByLabel("Code").FillAsync(shown.GetProperty("userCode").GetString()!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bruno Keller" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You may now close this window")).ToBeVisibleAsync();
        (await Terminal.EndAsync(authorize)).ShouldExitWith(0).Json.GetProperty("signedInAs").GetString().ShouldBe("Bruno Keller");
    }

    [Fact]
    public async Task A_claims_challenge_of_the_site_asks_the_person_again_with_the_claims()
    {
        RequireBrowser();
        await AddAsync("contoso", "publicClient");
        var context = await Browser.OpenContextAsync();
        using (var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json"))
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(await OpenAddressAsync(authorize));
            await PickAsync(page, "Ada Winter");
            await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
            (await Terminal.EndAsync(authorize)).ShouldExitWith(0);
        }

        await OrderAsync(new { challengeOnSite = new Dictionary<string, bool>(StringComparer.Ordinal) { ["*"] = true } });
        var refused = (await Commands.RunAsync("table", "list", "contoso", "--json")).ShouldExitWith(3);
        refused.Error.ShouldContain("connection authorize contoso");

        using var again = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var open = await OpenAddressAsync(again);
        open.ShouldContain("claims=");
        var second = await context.NewPageAsync();
        await second.GotoAsync(open);
        if (await second.GetByRole(AriaRole.Button, new() { Name = "Ada Winter" }).CountAsync() > 0)
        {
            await PickAsync(second, "Ada Winter");
        }

        await second.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        (await Terminal.EndAsync(again)).ShouldExitWith(0);
        (await Commands.RunAsync("table", "list", "contoso", "--json")).ShouldExitWith(0);
    }

    [Fact]
    public async Task Somebody_whom_the_site_does_not_let_in_learns_why()
    {
        RequireBrowser();
        await AddAsync("contoso", "publicClient");
        using var authorize = Commands.Start("connection", "authorize", "contoso", "--no-browser", "--json");
        var page = await Browser.OpenPageAsync();
        await page.GotoAsync(await OpenAddressAsync(authorize));
        await PickAsync(page, "Karl Meyer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        var end = await Terminal.EndAsync(authorize);
        end.Code.ShouldNotBe(0);
        end.Error.ShouldContain("not a member of the organization");
    }

    private static async Task PickAsync(IPage page, string person)
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = person });
        if (!await button.IsVisibleAsync())
        {
            await page.GetByText("People whose sign-in goes wrong").ClickAsync();
        }

        await button.ClickAsync();
    }
}
