using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>The scene: from an empty library to a saved connection and a tree of every table.</summary>
public sealed class ConnectingTests : IAsyncLifetime
{
    private StudioBrowser studio = null!;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData("publicClient")]
    [InlineData("confidentialClient")]
    public async Task From_an_empty_library_to_a_saved_connection_and_the_tree_of_every_table(string app)
    {
        var scene = new ConnectionScene(studio);
        var page = studio.Page;
        await Expect(scene.Heading("Where would you like to begin?")).ToBeVisibleAsync();
        await LookAsync("home-first-start");

        await scene.FillAsync(app);
        await Expect(page.GetByText($"{studio.SiteValue("site")}/api/data/v9.2/")).ToBeVisibleAsync();
        await LookAsync("connection-form");

        var signIn = await scene.AuthorizeAsync();
        await scene.WaitingAsync();
        await LookAsync("connection-waiting");

        await ConnectionScene.ConsentAsync(signIn);
        await scene.SignedInAsync();
        var entity = page.GetByRole(AriaRole.Combobox, new() { Name = "Entity" });
        await Expect(entity).ToBeFocusedAsync();
        await entity.FillAsync("cont");
        await entity.PressAsync("ArrowDown");
        await Expect(scene.Heading("First rows of Contact")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "First rows" }).GetByRole(AriaRole.Row)).ToHaveCountAsync(6);
        await LookAsync("connection-authorised");

        await scene.SaveAsync("contoso");
        await scene.TreeItem("contoso").ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tables" }).FillAsync("acc");
        await scene.TreeItem("Account").First.Locator(".twist").ClickAsync();
        await Expect(scene.TreeItem("Account Number")).ToBeVisibleAsync();
        await LookAsync("tree");

        // The command line sees the same connection, signed in.
        (await studio.Terminal.RunAsync("connection", "test", "contoso", "--json")).ShouldExitWith(0);
        studio.ShouldBeQuiet();
        if (app == "confidentialClient")
        {
            var secret = studio.SiteValue("confidentialClient.secret");
            studio.Messages.ShouldNotContain(message => message.Contains(secret, StringComparison.Ordinal), "a secret went to the page");
            (await page.ContentAsync()).ShouldNotContain(secret);
        }

        async Task LookAsync(string picture)
        {
            if (app == "publicClient")
            {
                await studio.ShouldBeAccessibleAsync();
                await studio.PictureAsync(picture);
            }
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
