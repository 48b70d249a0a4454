using System.Net.Sockets;
using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>What goes wrong while signing in, and how a person gets out of it.</summary>
public sealed class SignInTroubleTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    [Fact]
    public async Task A_wrong_secret_is_told_beside_its_field_and_the_right_one_mends_it()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.FillAsync("confidentialClient", secret: "0f3d2c55-81a4-ee11-be37-000d3a2b7c01");
        await ConnectionScene.ConsentAsync(await scene.AuthorizeAsync());

        var card = scene.Page.Locator(".help .error-card");
        await Expect(card).ToContainTextAsync("AADSTS7000215");
        await Expect(scene.Page.Locator("#option-client-secret-error")).ToBeVisibleAsync();
        await Expect(scene.Field("Client Secret")).ToBeFocusedAsync();
        await Expect(scene.Page.GetByText("1 field needs attention.")).ToBeVisibleAsync();
        await Expect(scene.Button("Connect")).ToBeDisabledAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("connection-wrong-secret");

        await scene.Page.GetByText("Replace", new() { Exact = true }).ClickAsync();
        await scene.GiveSecretAsync(studio.SiteValue("confidentialClient.secret"));
        await Expect(card).ToBeHiddenAsync();

        // The sign-in service still knows who is there, and goes on at once.
        await scene.AuthorizeAsync();
        await scene.SignedInAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task What_is_missing_is_told_beside_each_field_before_anything_is_sent()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.Button("Connect to your Dynamics 365 site").ClickAsync();
        await scene.Button("Authorize Connection").ClickAsync();
        await Expect(scene.Page.Locator("#option-url-error")).ToHaveTextAsync("URL is missing.");
        await Expect(scene.Page.Locator("#option-client-id-error")).ToHaveTextAsync("Client ID is missing.");
        await Expect(scene.Field("URL")).ToBeFocusedAsync();
        await scene.Field("URL").FillAsync("contoso");
        await Expect(scene.Page.Locator("#option-url-error")).ToBeHiddenAsync();
        await studio.ShouldBeAccessibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Who_declines_is_told_so_and_can_try_again()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.FillAsync("publicClient");
        await ConnectionScene.ConsentAsync(await scene.AuthorizeAsync(), "Ada Winter", "Cancel");
        await Expect(scene.Page.Locator(".help .error-card")).ToContainTextAsync("AADSTS65004");

        // The sign-in service still knows her: only her consent is asked.
        await (await scene.AuthorizeAsync()).GetByRole(AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await scene.SignedInAsync("Ada Winter");
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Cancel_while_waiting_ends_it_and_closes_the_listener()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.FillAsync("publicClient");
        await scene.AuthorizeAsync();
        await scene.WaitingAsync();
        var port = (await RedirectAsync(scene)).Port;
        await scene.Button("Cancel").ClickAsync();
        await Expect(scene.Page.GetByText("Cancelled. Nothing was kept.")).ToBeVisibleAsync();
        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port));
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_tab_that_was_closed_can_be_opened_again_and_a_reload_finds_the_sign_in_still_waiting()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.FillAsync("publicClient");
        await (await scene.AuthorizeAsync()).CloseAsync();
        await scene.WaitingAsync();
        await scene.Page.ReloadAsync();
        await scene.WaitingAsync();
        var again = await studio.Context.RunAndWaitForPageAsync(() => scene.Page.GetByRole(AriaRole.Link, new() { Name = "Open" }).ClickAsync());
        await ConnectionScene.ConsentAsync(again);
        await scene.SignedInAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_browser_that_opens_no_tab_gets_the_link_instead()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.FillAsync("publicClient");
        await scene.Page.EvaluateAsync("() => { window.open = () => null; }");
        await scene.Button("Authorize Connection").ClickAsync();
        await Expect(scene.Page.GetByText("Your browser did not open the sign-in page.")).ToBeVisibleAsync();
        await scene.Button("Cancel").ClickAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task The_address_that_another_browser_ended_on_can_be_pasted()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.FillAsync("publicClient");
        var signIn = await scene.AuthorizeAsync();
        await scene.WaitingAsync();

        // As on another computer: there nobody listens on the redirect's port. Only the browser's own protocol can stop a redirect.
        var ended = new TaskCompletionSource<string>();
        var protocol = await studio.Context.NewCDPSessionAsync(signIn);
        protocol.Event("Fetch.requestPaused").OnEvent += (_, paused) =>
        {
            ended.TrySetResult(paused!.Value.GetProperty("request").GetProperty("url").GetString()!);
            _ = protocol.SendAsync("Fetch.failRequest", new() { ["requestId"] = paused.Value.GetProperty("requestId").GetString()!, ["errorReason"] = "ConnectionRefused" });
        };
        await protocol.SendAsync("Fetch.enable", new() { ["patterns"] = new[] { new { urlPattern = $"http://localhost:{(await RedirectAsync(scene)).Port}/*" } } });
        await ConnectionScene.ConsentAsync(signIn);
        var address = await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);

        await scene.Field("Signed in on another computer?").FillAsync("https://example.com/");
        await scene.Button("Use this address").ClickAsync();
        await Expect(scene.Page.GetByText("That is not the address that the browser ended on.", new() { Exact = false })).ToBeVisibleAsync();
        await scene.Field("Signed in on another computer?").FillAsync(address);
        await scene.Button("Use this address").ClickAsync();
        await scene.SignedInAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_sign_in_that_has_ended_is_found_by_the_test_and_mended_from_there()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.ConnectAsync("ended");
        await shared.OrderAsync(new { revokeEverything = "*", expireAccessTokens = true });

        await scene.ChooseAsync("ended", "Test…");
        await Expect(scene.Heading("ended does not work")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("connection-test");
        await scene.AuthorizeAsync("Sign in again");
        await scene.SignedInAsync();
        await scene.Button("Connect & Update").ClickAsync();
        await Expect(scene.Heading("Connection ended")).ToBeHiddenAsync();
        (await studio.Terminal.RunAsync("connection", "test", "ended", "--json")).ShouldExitWith(0);
        studio.ShouldBeQuiet();
    }

    private static async Task<Uri> RedirectAsync(ConnectionScene scene) =>
        new(System.Web.HttpUtility.ParseQueryString(new Uri(await scene.Field("Sign-in link").InputValueAsync()).Query)["redirect_uri"]!);

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
