using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>The scene: from an empty library to a saved connection and a tree of every table.</summary>
public sealed class ConnectingTests : IAsyncLifetime
{
    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData("publicClient")]
    [InlineData("confidentialClient")]
    public async Task From_an_empty_library_to_a_saved_connection_and_the_tree_of_every_table(string app)
    {
        var pictures = app == "publicClient";
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Where would you like to begin?" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("home-first-start", pictures);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Connect to your Dynamics 365 site" }).ClickAsync();
        await FillAsync(app);
        await Expect(Page.GetByText($"{studio.SiteValue("site")}/api/data/v9.2/")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("connection-form", pictures);

        var signIn = await AuthorizeAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Waiting for OAuth Authorization Code" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("connection-waiting", pictures);

        await ConsentAsync(signIn);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Signed in as Bruno Keller" })).ToBeVisibleAsync();
        var entity = Page.GetByRole(AriaRole.Combobox, new() { Name = "Entity" });
        await Expect(entity).ToBeFocusedAsync();
        await entity.FillAsync("contact");
        await entity.PressAsync("ArrowDown");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "First rows of Contact" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "First rows" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(6);
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("connection-authorised", pictures);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Connect & Create Library Connection" }).ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("contoso");
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        var contoso = Page.GetByRole(AriaRole.Treeitem, new() { Name = "contoso" });
        await Expect(contoso).ToBeVisibleAsync();
        await contoso.ClickAsync();
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tables" }).FillAsync("acc");
        var account = Page.GetByRole(AriaRole.Treeitem, new() { Name = "Account", Exact = false }).First;
        await Expect(account).ToBeVisibleAsync();
        await account.Locator(".twist").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Treeitem, new() { Name = "Account Number" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("tree", pictures);

        // The command line sees the same connection, signed in.
        (await studio.Terminal.RunAsync("connection", "test", "contoso", "--json")).ShouldExitWith(0);
        studio.ShouldBeQuiet();
        if (app == "confidentialClient")
        {
            studio.Messages.ShouldNotContain(message => message.Contains(studio.SiteValue("confidentialClient.secret"), StringComparison.Ordinal), "a secret went to the page");
            (await Page.ContentAsync()).ShouldNotContain(studio.SiteValue("confidentialClient.secret"));
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private Task PictureAsync(string name, bool taken) => taken ? studio.PictureAsync(name) : Task.CompletedTask;

    private async Task FillAsync(string app)
    {
        await Page.GetByLabel("URL", new() { Exact = true }).FillAsync($"{studio.SiteValue("site")}/main.aspx?appid=1");
        await Page.GetByLabel("Client ID").FillAsync(studio.SiteValue($"{app}.id"));
        if (app == "confidentialClient")
        {
            await Page.GetByLabel("Client Secret").FillAsync(studio.SiteValue("confidentialClient.secret"));
            await Page.GetByLabel("Client ID").FocusAsync();
        }

        await Page.GetByRole(AriaRole.Button, new() { Name = "Find the endpoints for me" }).ClickAsync();
        await Expect(Page.GetByLabel("Token URL")).ToHaveValueAsync(studio.SiteValue("tokenUrl"));
        await Expect(Page.GetByLabel("Authorization URL")).ToHaveValueAsync(studio.SiteValue("authorizationUrl"));
    }

    private Task<IPage> AuthorizeAsync() => studio.Context.RunAndWaitForPageAsync(
        () => Page.GetByRole(AriaRole.Button, new() { Name = "Authorize Connection" }).ClickAsync());

    private static async Task ConsentAsync(IPage page, string person = "Bruno Keller", string button = "Accept")
    {
        await page.GetByRole(AriaRole.Button, new() { Name = person }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }
}
