using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>A column and a table of the tree are dragged onto a row of the map.</summary>
public sealed class LookupDragTests : IAsyncLifetime
{
    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    private ILocator Company => Page.Locator("[data-drop='row:parentcustomerid']");

    private ILocator Accounts => Page.GetByRole(AriaRole.Treeitem, new() { Name = "Account account", Exact = true });

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_column_dragged_onto_a_row_fills_it_and_a_table_dragged_there_becomes_its_lookup()
    {
        await OpenAsync();
        await Page.Locator("[data-source-column='company_no']").DragToAsync(Company);
        await Expect(Page.GetByLabel("Source of Company Name")).ToHaveValueAsync("company_no");
        await Accounts.DragToAsync(Company);
        await ShouldLookUpAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_page_that_is_drawn_anew_under_a_drag_takes_the_drop_all_the_same()
    {
        await OpenAsync();
        await Page.Locator("[data-source-column='company_no']").DragToAsync(Company);
        await Expect(Page.GetByLabel("Source of Company Name")).ToHaveValueAsync("company_no");
        await Accounts.HoverAsync();
        await Page.Mouse.DownAsync();
        await Company.HoverAsync();
        await Expect(Company).ToHaveClassAsync(DropOver);

        // The same project in another tab, or what the page waited for, draws the map anew while the button is down.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Take the last change back" }).EvaluateAsync("button => button.click()");
        await Expect(Page.GetByLabel("Source of Company Name")).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make it again" }).EvaluateAsync("button => button.click()");
        await Expect(Page.GetByLabel("Source of Company Name")).ToHaveValueAsync("company_no");
        await Company.HoverAsync();
        await Expect(Company).ToHaveClassAsync(DropOver);
        await Page.Mouse.UpAsync();
        await ShouldLookUpAsync();
        studio.ShouldBeQuiet();
    }

    private static System.Text.RegularExpressions.Regex DropOver => Pattern("drop-over");

    private static System.Text.RegularExpressions.Regex Pattern(string text) => new(text, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private async Task OpenAsync()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("crm-export", "contacts.csv", "id,last_name,company_no\nC-1,Ruiz,A-1007\nC-2,Quist,A-1001\n");
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "contacts.syncline.yaml"), """
            source: { connection: crm-export, table: contacts.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: id, lastname: last_name }
            """, TestContext.Current.CancellationToken);
        await Page.GotoAsync(new Uri(studio.Address, "/projects/contacts").AbsoluteUri);
        await Expect(Page.GetByLabel("Source of Last Name")).ToHaveValueAsync("last_name");
        await Page.GetByRole(AriaRole.Treeitem, new() { Name = "contoso" }).ClickAsync();
        await Expect(Accounts).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = Pattern("^All [0-9]+$") }).ClickAsync();
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search columns" }).FillAsync("parentcustomer");
        await Expect(Company).ToBeVisibleAsync();
    }

    private async Task ShouldLookUpAsync()
    {
        await Expect(Page.GetByLabel("Look up in")).ToHaveValueAsync("account");
        await Expect(Page.GetByLabel("by its column")).ToHaveValueAsync("accountnumber");
        await Expect(Page.GetByLabel("Source of Company Name")).ToHaveValueAsync("company_no");
    }
}
