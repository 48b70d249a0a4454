using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>The first project: from a CSV file with a lookup into Dynamics 365, seen before it is written, and nothing left to do afterwards.</summary>
public sealed class ProjectTests : IAsyncLifetime
{
    private const string People = """
        id,first_name,last_name,email,phone,gender,company_no
        C-1030,Mateo,Ruiz,mateo.ruiz@solvento.example,+34 91 555 0239,Male,A-1007
        C-2001,Ines,Marchetti,ines.marchetti@nordwind.example,+49 40 555 0301,Female,A-1001
        C-2002,<img src=x onerror=alert(1)>,Quist,caspar.quist@nordwind.example,+32 9 555 0302,Male,A-1001
        C-2003,Nobody,Nowhere,nobody@nowhere.example,,Male,A-9999
        """;

    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public async ValueTask DisposeAsync()
    {
        // What a page met as a defect stands in a file that goes away with the home folder.
        var logs = Path.Combine(studio.Terminal.Home, "logs");
        foreach (var report in Directory.Exists(logs) ? Directory.GetFiles(logs) : [])
        {
            TestContext.Current.TestOutputHelper?.WriteLine(await File.ReadAllTextAsync(report, CancellationToken.None));
        }

        await studio.DisposeAsync();
    }

    [Fact]
    public async Task From_a_csv_with_a_lookup_to_applied_changes_and_a_second_compare_without_any()
    {
        await BeginAsync();

        // The tree's menu chooses both sides; columns that fit are mapped, each with its reason.
        await UseAsync("contacts.csv", "Use as source");
        await Expect(Page.Locator("[data-side=source]")).ToHaveTextAsync("crm-export / contacts.csv");
        await UseAsync("Contact", "Use as target");
        await Expect(Page.Locator("[data-side=target]")).ToHaveTextAsync("contoso / contact");
        await Expect(Page.GetByLabel("Source of First Name")).ToHaveValueAsync("first_name");
        await studio.ShouldBeAccessibleAsync();
        await MapAsync("id", "externaluseridentifier");
        await Page.GetByRole(AriaRole.Button, new() { Name = "External User Identifier is part of the key" }).ClickAsync();
        await Expect(Page.GetByLabel("Source of Gender")).ToHaveValueAsync("gender");

        // A table of the tree becomes a lookup.
        await UseAsync("Account", "Add as lookup");
        await Page.GetByLabel("Target column").SelectOptionAsync("parentcustomerid");
        await Page.GetByLabel("Source column").SelectOptionAsync("company_no");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Map", Exact = true }).ClickAsync();
        await Expect(Page.GetByLabel("by its column")).ToHaveValueAsync("accountnumber");
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "YAML" }).ClickAsync();
        const string Lookup = "parentcustomerid: { from: company_no, lookup: { table: account, match: accountnumber, missing: fail } }";
        await Page.WaitForFunctionAsync("text => document.querySelector('.yaml')?.value.includes(text)", Lookup);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Next sample row" }).ClickAsync();
        await Expect(Page.Locator(".sample").First).ToHaveTextAsync("ines.marchetti@nordwind.example");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Hide connections" }).ClickAsync();
        await studio.PictureAsync("project");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("contacts");
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        // What would happen, before anything does.
        await Expect(Page.GetByText("nothing written")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Add 2" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Problems 1" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "C-2001" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("<img src=x")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Update 1" }).ClickAsync();
        await Expect(Page.Locator(".grid-cell.changed s").First).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Rowheader, new() { Name = "C-1030" }).DblClickAsync();
        await Expect(Page.GetByRole(AriaRole.Complementary, new() { Name = "Change" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("compare");
        await Page.GetByRole(AriaRole.Tab, new() { Name = "Problems 1" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "C-2003" })).ToBeVisibleAsync();
        await studio.PictureAsync("compare-problems");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply 3 changes" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Apply 3 changes to contoso?" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("apply");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply 3 changes" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "contacts is applied" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("run");

        // The same run as the command line's.
        var run = (await studio.Terminal.RunAsync("runs", "list", "--json")).ShouldExitWith(0).Json[0];
        run.GetProperty("project").GetString().ShouldBe("contacts");
        Page.Url.ShouldEndWith(run.GetProperty("id").GetString()!);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Compare again" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Add 0" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Update 0" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Same 3" })).ToBeVisibleAsync();
        await Page.ReloadAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Same 3" })).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Link, new() { Name = "Projects" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "contacts", Exact = true })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_table_is_dragged_onto_a_side_and_a_guard_that_does_not_hold_lets_nothing_be_applied()
    {
        await BeginAsync();
        await OpenTreeAsync();
        await Page.GotoAsync(new Uri(studio.Address, "/projects/new").AbsoluteUri);
        await OpenTreeAsync();
        await Page.GetByRole(AriaRole.Treeitem, new() { Name = "contacts.csv" }).DragToAsync(Page.GetByRole(AriaRole.Region, new() { Name = "Source" }));
        await Expect(Page.Locator("[data-side=source]")).ToHaveTextAsync("crm-export / contacts.csv");
        await Page.GetByRole(AriaRole.Treeitem, new() { Name = "Contact contact" }).DragToAsync(Page.GetByRole(AriaRole.Region, new() { Name = "Target" }));
        await Expect(Page.Locator("[data-side=target]")).ToHaveTextAsync("contoso / contact");
        await MapAsync("id", "externaluseridentifier");
        await Page.GetByRole(AriaRole.Button, new() { Name = "External User Identifier is part of the key" }).ClickAsync();
        await Page.GetByLabel("Delete", new() { Exact = true }).CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();

        // The guard of a project that names none: a fifth of the target's rows.
        await Expect(Page.GetByText("The guard max-deletes (20%) does not hold")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        var apply = Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply, with" });
        await Expect(apply).ToBeDisabledAsync();
        await Expect(Page.GetByLabel("Type the number of deletions")).ToHaveCountAsync(0);
        await studio.ShouldBeAccessibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        (await studio.Terminal.RunAsync("runs", "list", "--json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(0);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Deletions_are_confirmed_by_their_number()
    {
        await BeginAsync();
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "gone.syncline.yaml"), """
            source: { connection: crm-export, table: contacts.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: id, lastname: last_name }
            actions: { add: false, update: false, delete: true }
            guards: { max-deletes: 100% }
            """, TestContext.Current.CancellationToken);
        await Page.GotoAsync(new Uri(studio.Address, "/projects/gone").AbsoluteUri);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply 39 changes" }).ClickAsync();
        var apply = Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply, with 39 deletions" });
        await Page.GetByLabel("Type the number of deletions").FillAsync("3");
        await Expect(apply).ToBeDisabledAsync();
        await Page.GetByLabel("Type the number of deletions").FillAsync("39");
        await Expect(apply).ToBeEnabledAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("apply-deletions");
        await apply.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "gone is applied" })).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_reload_in_the_middle_of_an_apply_finds_it_running_and_it_ends_well()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("crm-export", "accounts.csv", "accountnumber,name\n" + string.Concat(Enumerable.Range(1, 4_000).Select(i => $"N-{i},Company {i}\n")));
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "many.syncline.yaml"), """
            source: { connection: crm-export, table: accounts.csv }
            target: { connection: contoso, table: account }
            key: [accountnumber]
            columns: { accountnumber: accountnumber, name: name }
            """, TestContext.Current.CancellationToken);
        await Page.GotoAsync(new Uri(studio.Address, "/projects/many/compare").AbsoluteUri);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply 4,000 changes" }).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply 4,000 changes" }).ClickAsync();
        await Page.WaitForURLAsync("**/runs/*");
        await Page.ReloadAsync();
        await Expect(Page.GetByText("Running").Or(Page.GetByText("Finished"))).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "many is applied" })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(Page.GetByText("4,000 of 4,000 changes")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private async Task BeginAsync()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("crm-export", "contacts.csv", People);
        await Page.GotoAsync(studio.Address.AbsoluteUri);
    }

    private async Task OpenTreeAsync()
    {
        foreach (var connection in new[] { "contoso", "crm-export" })
        {
            var row = Page.GetByRole(AriaRole.Treeitem, new() { Name = connection });
            if (await row.GetAttributeAsync("aria-expanded") == "false")
            {
                await row.ClickAsync();
            }
        }
    }

    private async Task UseAsync(string table, string verb)
    {
        await OpenTreeAsync();
        await Page.Locator($"[role=treeitem][data-table='{table.ToLowerInvariant()}']").First.ClickAsync(new() { Button = MouseButton.Right });
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = verb }).ClickAsync();
    }

    private async Task MapAsync(string source, string target)
    {
        await Page.Locator($"[data-source-column='{source}']").ClickAsync();
        await Page.GetByLabel("Target column").SelectOptionAsync(target);
        await Expect(Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Map", Exact = true })).ToBeEnabledAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Map", Exact = true }).ClickAsync();
    }
}
