using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>Living with connections: the tree, its menus, files, two tabs, and no mouse.</summary>
public sealed class LibraryTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    [Fact]
    public async Task A_folder_of_three_thousand_files_is_searched_without_drawing_them_all()
    {
        var (studio, scene) = await shared.OpenAsync();
        var folder = Path.GetDirectoryName(studio.Terminal.Write("files/rows.csv", "id,text\n1,<img src=x onerror=alert(1)>\n"))!;
        for (var i = 0; i < 3000; i++)
        {
            studio.Terminal.Write($"files/table-{i:0000}.csv", "id\n1\n");
        }

        await scene.Button("New connection").First.ClickAsync();
        await scene.Page.GetByRole(AriaRole.Option, new() { Name = "CSV" }).ClickAsync();
        await scene.Field("Path").FillAsync(folder);
        await scene.Button("Test Connection").ClickAsync();
        await Expect(scene.Heading("It works")).ToBeVisibleAsync();

        // Rows may hold HTML: it is text.
        var table = scene.Page.GetByRole(AriaRole.Combobox, new() { Name = "Table" });
        await table.FillAsync("rows");
        await table.PressAsync("Enter");
        await Expect(scene.Page.GetByRole(AriaRole.Cell, new() { Name = "<img src=x onerror=alert(1)>" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();

        await scene.SaveAsync("exports");
        await scene.TreeItem("exports").ClickAsync();
        await Expect(scene.TreeItem("table-0001.csv")).ToBeVisibleAsync();
        (await scene.Page.GetByRole(AriaRole.Treeitem).CountAsync()).ShouldBeLessThan(120);
        await scene.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search tables" }).FillAsync("2987");
        await Expect(scene.TreeItem("table-2987.csv")).ToBeVisibleAsync();
        await Expect(scene.TreeItem("table-0001.csv")).ToBeHiddenAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_connection_is_renamed_duplicated_and_deleted_and_a_second_tab_sees_it()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.ConnectAsync("alpha");
        var other = await studio.Context.NewPageAsync();
        await other.GotoAsync(studio.Address.AbsoluteUri);
        await Expect(other.GetByRole(AriaRole.Treeitem, new() { Name = "alpha" })).ToBeVisibleAsync();

        await scene.ChooseAsync("alpha", "Rename…");
        await scene.Field("Name").FillAsync("not a name");
        await Expect(scene.Page.GetByText("The name has a ' '.")).ToBeVisibleAsync();
        await scene.Field("Name").FillAsync("beta");
        await studio.ShouldBeAccessibleAsync();
        await scene.Button("Rename").ClickAsync();
        await Expect(other.GetByRole(AriaRole.Treeitem, new() { Name = "beta" })).ToBeVisibleAsync();
        (await studio.Terminal.RunAsync("connection", "test", "beta", "--json")).ShouldExitWith(0);

        await scene.ChooseAsync("beta", "Duplicate…");
        await scene.Field("Name").FillAsync("gamma");
        await scene.Button("Duplicate").ClickAsync();
        await Expect(scene.TreeItem("gamma")).ToBeVisibleAsync();

        await scene.ChooseAsync("gamma", "Delete…");
        await studio.ShouldBeAccessibleAsync();
        await scene.Button("Delete").ClickAsync();
        await Expect(scene.TreeItem("gamma")).ToBeHiddenAsync();
        await Expect(other.GetByRole(AriaRole.Treeitem, new() { Name = "gamma" })).ToBeHiddenAsync();
        await Expect(scene.TreeItem("beta")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Connect_uses_a_connection_without_saving_it()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.FillAsync("publicClient");
        await ConnectionScene.ConsentAsync(await scene.AuthorizeAsync());
        await scene.SignedInAsync();
        await scene.Button("Connect").ClickAsync();
        await scene.TreeItem("sandbox").ClickAsync();
        await Expect(scene.TreeItem("Contact").First).ToBeVisibleAsync();
        (await studio.Terminal.RunAsync("connection", "list", "--json")).ShouldExitWith(0).Out.ShouldNotContain("\"sandbox\"");

        // A reload finds it; closing it forgets it.
        await scene.Page.ReloadAsync();
        await scene.ChooseAsync("sandbox", "Close…");
        await scene.Button("Close").Last.ClickAsync();
        await Expect(scene.TreeItem("sandbox")).ToBeHiddenAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Everything_from_Home_to_a_table_is_done_with_the_keyboard_alone()
    {
        var (studio, scene) = await shared.OpenAsync();
        var keyboard = scene.Page.Keyboard;
        await Expect(scene.Button("Connect to your Dynamics 365 site")).ToBeVisibleAsync();
        await TabToAsync("Connect to your Dynamics 365 site");
        await keyboard.PressAsync("Enter");
        await Expect(scene.Field("URL")).ToBeVisibleAsync();
        await TabToAsync("URL");
        await keyboard.TypeAsync(studio.SiteValue("site"));
        await TabToAsync("Client ID");
        await keyboard.TypeAsync(studio.SiteValue("publicClient.id"));
        await TabToAsync("Authorize Connection");
        var signIn = await studio.Context.RunAndWaitForPageAsync(() => keyboard.PressAsync("Enter"));
        await ConnectionScene.ConsentAsync(signIn);
        await scene.SignedInAsync();
        await Expect(scene.Page.GetByRole(AriaRole.Combobox, new() { Name = "Entity" })).ToBeFocusedAsync();
        await keyboard.TypeAsync("lead");
        await keyboard.PressAsync("Enter");
        await Expect(scene.Heading("First rows of Lead")).ToBeVisibleAsync();
        await TabToAsync("Connect & Create Library Connection");
        await keyboard.PressAsync("Enter");
        await Expect(scene.Field("Name")).ToBeFocusedAsync();
        await keyboard.PressAsync("Control+A");
        await keyboard.TypeAsync("keys");
        await keyboard.PressAsync("Enter");
        await Expect(scene.TreeItem("keys")).ToBeVisibleAsync();

        await scene.Page.Locator("[role='tree']").FocusAsync();
        for (var i = 0; i < 20 && await scene.Page.Locator("[role='treeitem'].active", new() { HasText = "keys" }).CountAsync() == 0; i++)
        {
            var before = await scene.Page.EvaluateAsync<string?>("() => document.querySelector('.tree-row.active')?.id ?? null");
            await keyboard.PressAsync("ArrowDown");
            await scene.Page.WaitForFunctionAsync("before => document.querySelector('.tree-row.active')?.id !== (before ?? undefined)", before);
        }

        await keyboard.PressAsync("ArrowRight");
        await Expect(scene.TreeItem("Contact").First).ToBeVisibleAsync();
        await keyboard.PressAsync("Shift+F10");
        await Expect(scene.Page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");
        await Expect(scene.Page.Locator("[role='tree']")).ToBeFocusedAsync();
        studio.ShouldBeQuiet();

        async Task TabToAsync(string name)
        {
            for (var i = 0; i < 60; i++)
            {
                await keyboard.PressAsync("Tab");
                if (await scene.Page.EvaluateAsync<string>("() => (document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || '').trim()") == name)
                {
                    return;
                }
            }

            throw new InvalidOperationException($"The Tab key never came to {name}.");
        }
    }

    [Fact]
    public async Task The_sandbox_is_one_click_away_and_the_theme_is_kept()
    {
        var (studio, scene) = await shared.OpenAsync();
        await scene.Button("Try it with the sandbox").ClickAsync();
        (await scene.Field("URL").InputValueAsync()).ShouldStartWith("http://localhost:");
        await ConnectionScene.ConsentAsync(await scene.AuthorizeAsync(), "Chiara Neri");
        await scene.SignedInAsync("Chiara Neri");
        await scene.Page.Keyboard.PressAsync("Escape");
        await Expect(scene.Heading("New connection")).ToBeHiddenAsync();

        await scene.Button("Change theme").ClickAsync();
        await Expect(scene.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await scene.Page.ReloadAsync();
        await Expect(scene.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(scene.Button("Try it with the sandbox")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await scene.Button("Change theme").ClickAsync();
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
