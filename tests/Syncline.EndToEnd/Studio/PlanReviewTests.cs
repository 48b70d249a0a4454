using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>A plan before it is applied: rows left out, a guard that holds it back, what happened on the target since, an earlier plan, and two people at once.</summary>
public sealed class PlanReviewTests : IAsyncLifetime
{
    private const string Project = """
        source: { connection: crm, table: people.csv }
        target: { connection: shop, table: customers.csv }
        key: [id]
        columns: { id: id, name: name, city: city }
        actions: { add: true, update: true, delete: true }
        guards: { max-deletes: 50% }
        """;

    private const string Source = "id,name,city\n1,Ada,London\n2,Bruno,Bern\n3,Chiara,Milan\n4,Dora,Graz\n5,Emil,Ulm\n";
    private const string Target = "id,name,city\n1,Ada,Leeds\n2,Bruno,Basel\n3,Chiara,Rome\n4,Dora,Wien\n9,Zoe,Oslo\n";

    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Two_rows_are_unticked_the_rest_is_applied_and_the_run_is_taken_back()
    {
        await SaveAsync(Project);
        await CompareAsync(Page);
        await Tab(Page, "Update").ClickAsync();
        await Grid(Page).GetByRole(AriaRole.Checkbox, new() { Name = "Include row 2", Exact = true }).UncheckAsync();
        await Expect(Page.GetByText("5 of 6 changes ticked")).ToBeVisibleAsync();
        await Grid(Page).GetByRole(AriaRole.Checkbox, new() { Name = "Include row 4", Exact = true }).UncheckAsync();
        await Expect(Page.GetByText("4 of 6 changes ticked")).ToBeVisibleAsync();
        await Button(Page, "Apply 4 changes").ClickAsync();
        await Page.GetByLabel("Type the number of deletions").FillAsync("1");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply, with 1 deletion" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "names is applied" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("4 of 4 changes")).ToBeVisibleAsync();
        (await TargetRowsAsync()).ShouldBe(["1,Ada,London", "2,Bruno,Basel", "3,Chiara,Milan", "4,Dora,Wien", "5,Emil,Ulm"]);

        await Page.GetByRole(AriaRole.Link, new() { Name = "Undo…" }).ClickAsync();
        await Expect(Page.GetByText("Nothing written yet.")).ToBeVisibleAsync();
        await Button(Page, "Apply 4 changes").ClickAsync();
        await Page.GetByLabel("Type the number of deletions").FillAsync("1");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply, with 1 deletion" }).ClickAsync();
        await Page.WaitForURLAsync(address => address.Contains("/runs/", StringComparison.Ordinal) && !address.EndsWith("/undo", StringComparison.Ordinal));
        await Expect(Page.GetByText("4 of 4 changes")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "names is applied" })).ToBeVisibleAsync();
        (await TargetRowsAsync()).ShouldBe(Target.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..], ignoreOrder: true);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_guard_holds_back_a_plan_that_deletes_too_much()
    {
        await SaveAsync(Project.Replace("50%", "10%", StringComparison.Ordinal));
        await CompareAsync(Page);
        await Expect(Page.GetByText("The guard max-deletes (10%) does not hold")).ToBeVisibleAsync();
        await Tab(Page, "Delete").ClickAsync();
        await Expect(Grid(Page).GetByRole(AriaRole.Rowheader, new() { Name = "9", Exact = true })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("compare-guard");
        await Button(Page, "Apply 6 changes").ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("The guard max-deletes (10%) does not hold")).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Apply, with 1 deletion" })).ToBeDisabledAsync();
        await studio.ShouldBeAccessibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        (await TargetRowsAsync()).Length.ShouldBe(5);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Of_two_people_with_the_same_plan_before_them_one_applies_it_and_the_other_sees_that()
    {
        await SaveAsync(Project.Replace("delete: true", "delete: false", StringComparison.Ordinal));
        await CompareAsync(Page);
        var other = await studio.Context.NewPageAsync();
        await other.GotoAsync(new Uri(studio.Address, "/projects/names/compare").AbsoluteUri);
        await Expect(Tab(other, "Update")).ToHaveTextAsync("~Update 4");
        await Button(other, "Apply 5 changes").ClickAsync();
        await Expect(other.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await Button(Page, "Apply 5 changes").ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply 5 changes" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "names is applied" })).ToBeVisibleAsync();

        await Expect(other.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(other.GetByText("A plan is carried out once")).ToBeVisibleAsync();
        await Expect(Button(other, "Apply 5 changes")).ToHaveCountAsync(0);
        await Expect(Grid(other).GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(0);
        await studio.ShouldBeAccessibleAsync(other);
        await other.GetByRole(AriaRole.Link, new() { Name = "See the run" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "names is applied" })).ToBeVisibleAsync();
        other.Url.ShouldBe(Page.Url);
        (await studio.Terminal.RunAsync("runs", "list", "--json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(1);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task What_happened_since_the_compare_and_since_an_earlier_plan_is_seen_before_anything_is_written()
    {
        await SaveAsync(Project);
        await CompareAsync(Page);

        // Somebody works on the target meanwhile.
        await Tab(Page, "Conflicts").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Not looked at yet" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        studio.Terminal.Write("shop/customers.csv", Target.Replace("3,Chiara,Rome", "3,Chiara,Turin", StringComparison.Ordinal).Replace("4,Dora,Wien\n", string.Empty, StringComparison.Ordinal) + "5,Emil,Linz\n");
        await Button(Page, "Look at the target").ClickAsync();
        await Expect(Tab(Page, "Conflicts")).ToHaveTextAsync("≠Conflicts 3");
        await Expect(Grid(Page).GetByText("The row was changed on the target since the plan was made.")).ToBeVisibleAsync();
        await Expect(Grid(Page).GetByText("The row was removed on the target since the plan was made.")).ToBeVisibleAsync();
        await Expect(Grid(Page).GetByText("A row with this key has come up on the target since the plan was made.")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await Expect(Page.Locator(".page-foot")).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"3 in view\s*Tick them all", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await studio.PictureAsync("compare-conflicts");
        await Button(Page, "Leave them all out").ClickAsync();
        await Expect(Page.GetByText("3 of 6 changes ticked")).ToBeVisibleAsync();

        // The next compare, held against this one.
        await Button(Page, "Compare again").ClickAsync();
        await Expect(Tab(Page, "Update")).ToHaveTextAsync("~Update 4");
        await Expect(Tab(Page, "Conflicts")).ToHaveTextAsync("≠Conflicts ?");
        await Button(Page, "Earlier plans").ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Compare with it" })).ToHaveCountAsync(1);
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("earlier-plans");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Compare with it" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        var against = Page.GetByRole(AriaRole.Group, new() { Name = "Against an earlier plan" });
        await Expect(against).ToContainTextAsync("0 new, 3 different, 0 gone, 3 the same.");
        await Tab(Page, "Update").ClickAsync();
        await against.GetByRole(AriaRole.Button, new() { Name = "Different 2", Exact = true }).ClickAsync();
        await Expect(Grid(Page)).ToHaveAttributeAsync("data-rows", "2");
        await Grid(Page).GetByRole(AriaRole.Rowheader, new() { Name = "3", Exact = true }).DblClickAsync();
        var detail = Page.GetByRole(AriaRole.Complementary, new() { Name = "Change", Exact = true });
        await Expect(detail).ToContainTextAsync("Update in the plan of");
        await Expect(detail).ToContainTextAsync("Rome");
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("compare-against");
        await Button(Page, "Leave the earlier plan").ClickAsync();
        await Expect(against).ToHaveCountAsync(0);
        await Expect(Grid(Page)).ToHaveAttributeAsync("data-rows", "4");
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Tab(IPage page, string word) => page.Locator($"#tab-{word.ToLowerInvariant()}");

    private static ILocator Grid(IPage page) => page.GetByRole(AriaRole.Grid);

    private async Task SaveAsync(string project)
    {
        await studio.SaveCsvAsync("crm", "people.csv", Source);
        await studio.SaveCsvAsync("shop", "customers.csv", Target);
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "names.syncline.yaml"), project, Token);
    }

    private async Task CompareAsync(IPage page)
    {
        await page.GotoAsync(new Uri(studio.Address, "/projects/names/compare").AbsoluteUri);
        await Button(page, "Compare").ClickAsync();
        await Expect(Tab(page, "Update")).ToHaveTextAsync("~Update 4");
        await Expect(Grid(page).GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(1);
    }

    private async Task<string[]> TargetRowsAsync() => (await File.ReadAllLinesAsync(studio.Terminal.FileAt("shop/customers.csv"), Token))[1..];
}
