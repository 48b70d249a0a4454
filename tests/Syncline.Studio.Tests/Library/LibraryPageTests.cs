using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.Sandbox;
using Syncline.Studio.Library;

namespace Syncline.Studio.Tests.Library;

public sealed class LibraryPageTests : StudioPageTest
{
    private static TimeSpan Patience => TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Without_connections_it_offers_to_import_some()
    {
        var page = Render<LibraryPage>();
        await page.WaitForAssertionAsync(() => page.Find("h2").TextContent.ShouldBe("No connections yet"), Patience);
    }

    [Fact]
    public async Task Connections_stand_in_a_list_with_the_projects_that_use_them()
    {
        await SaveTwoAsync();
        await SaveProjectAsync("names", "source: { connection: one, table: a.csv }\ntarget: { connection: two, table: b.csv }\nkey: [id]\ncolumns: { id: id }\n");
        await SaveProjectAsync("more", "source: { connection: one, table: a.csv }\ntarget: { connection: gone, table: b.csv }\nkey: [id]\ncolumns: { id: id }\n");
        var page = await OpenAsync();
        await page.WaitForAssertionAsync(() => page.FindAll("tbody tr").Select(row => row.Children[5].TextContent.Trim()).ShouldBe(["2 projects", "1 project"]), Patience);
        await page.InvokeAsync(() => page.FindAll("tbody .link-button").First(button => button.TextContent == "2 projects").ClickAsync(new()));
        page.FindAll("dialog a").Select(link => link.GetAttribute("href")).ShouldBe(["/projects/more", "/projects/names"]);
    }

    [Fact]
    public async Task Many_are_tested_at_once_and_each_has_its_result()
    {
        await SaveTwoAsync();
        Directory.Delete((await Workspace.Library.FindAsync("two", Token)).Options["path"], recursive: true);
        var page = await OpenAsync();
        await TickAllAsync(page);
        await page.InvokeAsync(() => Button(page, "Test").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog footer").TextContent.ShouldContain("1 worked, 1 did not work"), Patience);
        page.FindAll("dialog tbody tr").Select(row => $"{row.Children[0].TextContent.Trim()} {row.QuerySelector("b")!.TextContent}").ShouldBe(["one Worked", "two Failed"]);
    }

    [Fact]
    public async Task Signing_in_to_many_asks_only_those_that_can_and_tells_each_result()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Token);
        await SaveSiteAsync("contoso", sandbox);
        await SaveTwoAsync();
        var page = await OpenAsync();
        await TickAllAsync(page);
        await page.InvokeAsync(() => Button(page, "Sign in").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog footer").TextContent.ShouldContain("1 worked"), Patience);
        page.FindAll("dialog tbody tr").Count.ShouldBe(1);
        page.Find("dialog .result").TextContent.ShouldContain("Signed in");
    }

    [Fact]
    public async Task An_option_is_changed_for_many_and_a_wrong_value_fails_each_alone()
    {
        await SaveTwoAsync();
        var page = await OpenAsync();
        await TickAllAsync(page);
        await page.InvokeAsync(() => Button(page, "Change an option").ClickAsync(new()));
        await page.InvokeAsync(() => page.Find("#option-name").ChangeAsync(new() { Value = "read-only" }));
        await page.InvokeAsync(() => page.Find("#option-value").ChangeAsync(new() { Value = "true" }));
        await page.InvokeAsync(() => Button(page, "Change 2 connections").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog footer").TextContent.ShouldContain("2 worked"), Patience);
        foreach (var name in new[] { "one", "two" })
        {
            (await Workspace.Library.FindAsync(name, Token)).Options["read-only"].ShouldBe("true");
        }
    }

    [Fact]
    public async Task Deleting_names_the_projects_that_can_not_be_run_without_them()
    {
        await SaveTwoAsync();
        await SaveProjectAsync("names", "source: { connection: one, table: a.csv }\ntarget: { connection: two, table: b.csv }\nkey: [id]\ncolumns: { id: id }\n");
        var page = await OpenAsync();
        await page.WaitForAssertionAsync(() => page.FindAll("tbody .link-button").ShouldContain(button => button.TextContent == "1 project"), Patience);
        await page.InvokeAsync(() => page.Find("input[aria-label='Tick one']").ChangeAsync(new() { Value = true }));
        await page.InvokeAsync(() => Button(page, "Delete").ClickAsync(new()));
        page.Find("dialog .message.warn").TextContent.ShouldContain("names.syncline.yaml");
        await page.InvokeAsync(() => Button(page, "Delete it").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog footer").TextContent.ShouldContain("1 worked"), Patience);
        (await Workspace.Library.ListAsync(Token)).Select(entry => entry.Name).ShouldBe(["two"]);
        await page.WaitForAssertionAsync(() => page.FindAll(".library-table tbody tr").Count.ShouldBe(1), Patience);
    }

    [Fact]
    public async Task An_export_holds_secrets_only_under_a_passphrase_and_its_address_works_once()
    {
        await SaveSecretAsync();
        var exports = Services.GetRequiredService<LibraryExports>();
        var page = await OpenAsync();
        await page.InvokeAsync(() => Button(page, "Export").ClickAsync(new()));
        await page.InvokeAsync(() => Button(page, "Make the file").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog .message.ok").TextContent.ShouldContain("without secrets"), Patience);
        var id = page.Find("dialog a[download]").GetAttribute("href")!.Split('/')[^1];
        exports.Take(id)!.ShouldContain("secretsLeftOut");
        exports.Take(id).ShouldBeNull();

        await page.InvokeAsync(() => page.Find("#passphrase").InputAsync(new() { Value = "a long passphrase" }));
        await page.InvokeAsync(() => page.Find("#passphrase-again").InputAsync(new() { Value = "another one" }));
        Button(page, "Make the file").HasAttribute("disabled").ShouldBeTrue();
        await page.InvokeAsync(() => page.Find("#passphrase-again").InputAsync(new() { Value = "a long passphrase" }));
        await page.InvokeAsync(() => Button(page, "Make the file").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog .message.ok").TextContent.ShouldContain("under your passphrase"), Patience);
        var document = exports.Take(page.Find("dialog a[download]").GetAttribute("href")!.Split('/')[^1])!;
        document.ShouldNotContain("hunter2");
        document.ShouldNotContain("a long passphrase");

        await Workspace.Library.RemoveAsync("db", Token);
        (await new ConnectionTransfer(Workspace.Library).ImportAsync(document, new Secret("a long passphrase"), replace: false, Token))[0].MissingSecrets.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_import_tells_what_is_missing_and_a_taken_name_is_replaced_only_when_asked_for()
    {
        await SaveSecretAsync();
        var document = await new ConnectionTransfer(Workspace.Library).ExportAsync(null, passphrase: null, Token);
        var page = await OpenAsync();
        await page.InvokeAsync(() => Button(page, "Import").ClickAsync(new()));
        page.FindComponent<Microsoft.AspNetCore.Components.Forms.InputFile>().UploadFiles(InputFileContent.CreateFromText(document, "connections.json"));
        await page.WaitForAssertionAsync(() => DialogButton(page, "Import").HasAttribute("disabled").ShouldBeFalse(), Patience);
        await page.InvokeAsync(() => DialogButton(page, "Import").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog .error-card h3").TextContent.ShouldBe("Nothing was imported"), Patience);

        await page.InvokeAsync(() => page.Find("dialog input[type=checkbox]").ChangeAsync(new() { Value = true }));
        await page.InvokeAsync(() => DialogButton(page, "Import").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("dialog .message.ok").TextContent.ShouldContain("Imported 1 connection"), Patience);
        page.Find("dialog li").TextContent.ShouldContain("without password");
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<LibraryPage> page, string words) =>
        page.FindAll("fluent-button").First(button => button.TextContent.Trim() == words);

    private static AngleSharp.Dom.IElement DialogButton(IRenderedComponent<LibraryPage> page, string words) =>
        page.FindAll("dialog fluent-button").First(button => button.TextContent.Trim() == words);

    private static Task TickAllAsync(IRenderedComponent<LibraryPage> page) =>
        page.InvokeAsync(() => page.Find("input[aria-label='Tick every connection']").ChangeAsync(new() { Value = true }));

    private async Task<IRenderedComponent<LibraryPage>> OpenAsync()
    {
        var page = Render<LibraryPage>();
        await page.WaitForAssertionAsync(() => page.FindAll(".library-table tbody tr").ShouldNotBeEmpty(), Patience);
        return page;
    }

    private async Task SaveTwoAsync()
    {
        await SaveCsvAsync("one", "a.csv", "id\n1\n");
        await SaveCsvAsync("two", "b.csv", "id\n1\n");
    }

    private Task<ConnectionSettings> SaveSecretAsync() => Workspace.SaveAsync(
        new ConnectionSettings
        {
            Name = "db",
            Connector = "postgresql",
            Options = new Dictionary<string, string> { ["host"] = "localhost", ["database"] = "crm", ["user"] = "ada" },
            Secrets = new Dictionary<string, Secret> { ["password"] = new("hunter2") },
        },
        replace: false,
        Token).AsTask();
}
