using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>The map of a table with hundreds of columns: finding, expressions, lookups, and the project's text beside it.</summary>
public sealed class MapTests : IAsyncLifetime
{
    private const string Project = """
        source: { connection: fair, table: leads.csv }
        target: { connection: contoso, table: lead }
        key: [emailaddress1]
        columns:
          emailaddress1: email
          subject: topic
          lastname: last_name
          parentaccountid: { from: company_no, lookup: { table: account, match: accountnumber, missing: null } }
        """;

    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Columns_are_found_among_hundreds_changes_are_taken_back_and_what_is_mapped_is_told()
    {
        await OpenAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 4", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Rows).ToHaveCountAsync(5);
        await Expect(Page.GetByText("required, not mapped", new() { Exact = true })).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Not mapped" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Map Mobile Phone" })).ToBeVisibleAsync();
        (await Rows.CountAsync()).ShouldBeGreaterThan(100);
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search columns" }).FillAsync("mobile");
        await Expect(Rows).ToHaveCountAsync(1);
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Map Mobile Phone" }).ClickAsync();
        await Page.GetByLabel("Source column").SelectOptionAsync("mobile");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Map", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("There is none.").Or(Page.GetByText("No such column holds"))).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show every column" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 5", Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Take the last change back" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 4", Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make it again" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 5", Exact = true })).ToBeVisibleAsync();

        // Undone by key as well, and a reload keeps it all.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Required" }).ClickAsync();
        await Expect(Page.GetByLabel("Source of Topic")).ToHaveValueAsync("topic");
        await Expect(Rows).ToHaveCountAsync(2);
        await Page.Keyboard.PressAsync("Control+z");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 4", Exact = true })).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Control+y");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 5", Exact = true })).ToBeVisibleAsync();
        await Page.ReloadAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Mapped 5", Exact = true })).ToBeVisibleAsync();
        await Expect(Page.GetByText("not saved", new() { Exact = true })).ToBeVisibleAsync();

        // A second column of the key.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Last Name is part of the key" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Not by Last Name" })).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task An_expression_and_a_lookup_tell_at_once_what_comes_of_them()
    {
        await OpenAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Rule of Topic" }).ClickAsync();
        var value = Page.GetByLabel("Value expression");
        await value.FillAsync("upper(surname)");
        await Expect(Page.GetByText("There is no column surname in the source table leads.csv.")).ToBeVisibleAsync();
        await Expect(value).ToHaveAttributeAsync("aria-invalid", "true");
        await studio.ShouldBeAccessibleAsync();
        await value.FillAsync("upper(last_name) || ', ' || topic");
        await Expect(Page.Locator(".expression-field .result")).ToHaveTextAsync("QUIST, Twelve pumps");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Next sample row" }).ClickAsync();
        await Expect(Page.Locator(".expression-field .result")).ToHaveTextAsync("MARCHETTI, Service contract");

        await Page.GetByRole(AriaRole.Button, new() { Name = "YAML" }).ClickAsync();
        await Expect(Yaml).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("subject: \\{ value: .*last_name", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await studio.PictureAsync("project-expression");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Close the file" }).ClickAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "Rule of Parent Account" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "See what is found" }).ClickAsync();
        await Expect(Page.GetByText("Resolved 2 of 3 rows, 1 not found; 1 without a value.")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Cell, new() { Name = "A-9999", Exact = true })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("project-lookup");
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task The_text_of_the_project_and_its_map_are_changed_in_step()
    {
        await OpenAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "YAML" }).ClickAsync();
        await Expect(Yaml).ToHaveValueAsync(Project);
        await Yaml.FillAsync(Project.Replace("lastname: last_name", "lastname: { form: last_name }", StringComparison.Ordinal));
        await Expect(Page.GetByText("Line 7: There is no key")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true })).ToBeDisabledAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("project-yaml");
        await Yaml.FillAsync(Project.Replace("lastname: last_name", "lastname: topic\n  mobilephone: mobile", StringComparison.Ordinal));
        await Expect(Page.GetByLabel("Source of Last Name")).ToHaveValueAsync("topic");
        await Expect(Page.GetByLabel("Source of Mobile Phone")).ToHaveValueAsync("mobile");

        // And the other way round.
        await Page.GetByLabel("Source of Last Name").SelectOptionAsync("last_name");
        await Expect(Yaml).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("lastname: last_name\\n", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        var saved = await File.ReadAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "leads.syncline.yaml"), TestContext.Current.CancellationToken);
        saved.ShouldContain("mobilephone: mobile");
        (await studio.Terminal.RunAsync("project", "check", Path.Combine(studio.Terminal.Home, "projects", "leads.syncline.yaml"))).ShouldExitWith(0);
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private ILocator Rows => Page.GetByRole(AriaRole.List, new() { Name = "Column map" }).GetByRole(AriaRole.Listitem).Filter(new() { Has = Page.Locator(".target-cell") });

    private ILocator Yaml => Page.GetByLabel("Text of the project file");

    private async Task OpenAsync()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("fair", "leads.csv", """
            email,topic,last_name,mobile,company_no
            caspar@nordwind.example,Twelve pumps,Quist,+32 470 555 01,A-1001
            ines@solvento.example,Service contract,Marchetti,,A-1007
            nobody@nowhere.example,Spare parts,Nowhere,,A-9999
            lena@example.com,Visit in spring,Brandt,,
            """);
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "leads.syncline.yaml"), Project, TestContext.Current.CancellationToken);
        await Page.GotoAsync(new Uri(studio.Address, "/projects/leads").AbsoluteUri);
        await Expect(Page.GetByLabel("Source of Last Name")).ToHaveValueAsync("last_name");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Hide connections" }).ClickAsync();
    }
}
