using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>The pages for all connections at once, and for the settings.</summary>
public sealed class LibraryPageTests : IAsyncLifetime
{
    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    private ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    private ILocator List => Page.Locator(".library-table tbody");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Many_connections_are_tested_exported_deleted_with_what_uses_them_and_imported_again()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("hr", "people.csv", "id,name\n1,Ada\n");
        await studio.SaveCsvAsync("old-share", "gone.csv", "id\n1\n");
        Directory.Delete(studio.Terminal.FileAt("old-share"), recursive: true);
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "people.syncline.yaml"), """
            source: { connection: hr, table: people.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: id, lastname: name }
            """, Token);
        await Page.GotoAsync(studio.Address.AbsoluteUri);
        await Page.GetByRole(AriaRole.Link, new() { Name = "Library", Exact = true }).ClickAsync();
        await Expect(List.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Expect(List.GetByRole(AriaRole.Button, new() { Name = "1 project", Exact = true })).ToHaveCountAsync(2);

        // All of them are tried at once.
        await Page.GetByRole(AriaRole.Checkbox, new() { Name = "Tick every connection", Exact = true }).CheckAsync();
        await Expect(Page.GetByText("3 connections ticked")).ToBeVisibleAsync();
        await Button("Test").ClickAsync();
        await Expect(Dialog.GetByText("2 worked, 1 did not work")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("library-test");
        await CloseAsync();
        await Expect(List.Locator(".dot.ready")).ToHaveCountAsync(2);
        await Expect(List.Locator(".dot.failing")).ToHaveCountAsync(1);
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("library");

        // Signing in asks only those that sign in.
        await Button("Sign in").ClickAsync();
        await Expect(Dialog.GetByText("1 worked")).ToBeVisibleAsync();
        await CloseAsync();

        // One option for several.
        await Button("Change an option").ClickAsync();
        await Dialog.GetByLabel("Option", new() { Exact = true }).SelectOptionAsync("read-only");
        await Dialog.GetByLabel("Read-only", new() { Exact = true }).SelectOptionAsync("true");
        await studio.ShouldBeAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Change 3 connections", Exact = true }).ClickAsync();
        await Expect(Dialog.GetByText("3 worked")).ToBeVisibleAsync();
        await CloseAsync();

        // Secrets travel under a passphrase.
        await Button("Export").ClickAsync();
        await Dialog.GetByLabel("Passphrase for the secrets").FillAsync("a horse in the rain");
        await Dialog.GetByLabel("The same once more").FillAsync("a horse in the rain");
        await studio.ShouldBeAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Make the file", Exact = true }).ClickAsync();
        var link = Dialog.GetByRole(AriaRole.Link, new() { Name = "Save the file", Exact = true });
        await Expect(link).ToBeVisibleAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        var file = await download.PathAsync();
        var text = await File.ReadAllTextAsync(file, Token);
        text.ShouldContain("syncline-connections");
        text.ShouldNotContain(studio.SiteValue("confidentialClient.secret"));
        await CloseAsync();

        // Deleting tells what would miss them.
        await Button("Delete").ClickAsync();
        await Expect(Dialog.GetByText("people.syncline.yaml")).ToHaveCountAsync(2);
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("library-delete");
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete 3 connections", Exact = true }).ClickAsync();
        await Expect(Dialog.GetByText("3 worked")).ToBeVisibleAsync();
        await CloseAsync();
        await Expect(Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading, new() { Name = "No connections yet" })).ToBeVisibleAsync();

        await Button("Import").ClickAsync();
        await Dialog.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "connections.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });
        await Dialog.GetByLabel("Passphrase of the file").FillAsync("a horse in the rain");
        await Expect(Dialog.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true })).ToBeEnabledAsync();
        await studio.ShouldBeAccessibleAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true }).ClickAsync();
        await Expect(Dialog.GetByText("Imported 3 connections")).ToBeVisibleAsync();
        await CloseAsync();
        await Expect(List.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        (await studio.Terminal.RunAsync("connection", "test", "contoso", "--json")).ShouldExitWith(0);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Settings_of_the_screen_and_of_compares_are_kept()
    {
        await Page.GotoAsync(new Uri(studio.Address, "/settings").AbsoluteUri);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Settings", Exact = true })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Radio, new() { Name = "As the system", Exact = true })).ToBeCheckedAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("settings");
        await Page.GetByLabel("Limit in MB").FillAsync("100");
        await Button("Save").ClickAsync();
        await Expect(Page.GetByText("256 MB or more")).ToBeVisibleAsync();
        await Page.GetByLabel("Limit in MB").FillAsync("512");
        await Button("Save").ClickAsync();
        await Expect(Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Radio, new() { Name = "Dark", Exact = true }).CheckAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await studio.ShouldBeAccessibleAsync();

        await Page.ReloadAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(Page.GetByRole(AriaRole.Radio, new() { Name = "Dark", Exact = true })).ToBeCheckedAsync();
        await Expect(Page.GetByLabel("Limit in MB")).ToHaveValueAsync("512");
        await Page.GetByRole(AriaRole.Radio, new() { Name = "As the system", Exact = true }).CheckAsync();
        await Expect(Page.Locator("html")).Not.ToHaveAttributeAsync("data-theme", "dark");
        (await File.ReadAllTextAsync(Path.Combine(studio.Terminal.Home, "settings.json"), Token)).ShouldContain("512");
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task CloseAsync()
    {
        await Dialog.Locator("footer").GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Expect(Dialog).ToHaveCountAsync(0);
    }
}
