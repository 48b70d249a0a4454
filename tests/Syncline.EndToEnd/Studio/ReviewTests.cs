using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>Daily work with changes on production data: look at them in groups, leave some out, apply, read back, take back.</summary>
public sealed class ReviewTests : IAsyncLifetime
{
    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_group_of_updates_is_left_out_the_rest_is_applied_read_back_and_taken_back()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("hr", "people.csv", """
            id,job,town
            C-1001,Head of Purchasing,
            C-1002,Plant Manager,
            C-1003,Export Clerk,
            C-1004,,Lübeck
            C-1005,,Ghent
            C-1006,Captain,Bergen
            """);
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", "people.syncline.yaml"), """
            source: { connection: hr, table: people.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns:
              externaluseridentifier: id
              jobtitle: { from: job, compare: only-if-source-not-empty }
              address1_city: { from: town, compare: only-if-source-not-empty }
            actions: { add: false, update: true, delete: false }
            """, TestContext.Current.CancellationToken);
        await Page.GotoAsync(new Uri(studio.Address, "/projects/people/compare").AbsoluteUri);
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Compare", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Update 6" })).ToBeVisibleAsync();

        // A group filters the grid, and its head box ticks it as a whole.
        var groups = Page.GetByRole(AriaRole.Group, new() { Name = "Updates by what differs" });
        await Expect(groups.GetByRole(AriaRole.Button)).ToHaveTextAsync(["Job Title 3", "Address 1: City 2", "Job Title, Address 1: City 1"]);
        await groups.GetByRole(AriaRole.Button, new() { Name = "Address 1: City 2", Exact = true }).ClickAsync();
        var grid = Page.GetByRole(AriaRole.Grid);
        await Expect(grid).ToHaveAttributeAsync("data-rows", "2");
        await Expect(grid.GetByRole(AriaRole.Rowheader, new() { Name = "C-1004" })).ToBeVisibleAsync();
        await grid.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Checkbox).UncheckAsync();
        await Expect(Page.GetByText("4 of 6 changes ticked")).ToBeVisibleAsync();
        await groups.GetByRole(AriaRole.Button, new() { Name = "Address 1: City 2", Exact = true }).ClickAsync();
        await Expect(grid).ToHaveAttributeAsync("data-rows", "6");
        await Expect(grid.GetByRole(AriaRole.Rowheader, new() { Name = "C-1001" })).ToBeVisibleAsync();
        await Expect(grid.GetByRole(AriaRole.Columnheader).GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync(new() { Indeterminate = true });
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("compare-groups");

        // So does a text that stands in it.
        var find = Page.GetByRole(AriaRole.Searchbox, new() { Name = "Find in these changes" });
        await find.FillAsync("captain");
        await Expect(grid).ToHaveAttributeAsync("data-rows", "1");
        await Expect(grid.GetByRole(AriaRole.Rowheader, new() { Name = "C-1006" })).ToBeVisibleAsync();
        await find.FillAsync("nobody at all");
        await Expect(Page.GetByText("No change holds “nobody at all”.")).ToBeVisibleAsync();
        await find.FillAsync(string.Empty);
        await Expect(grid).ToHaveAttributeAsync("data-rows", "6");

        // The plan as a file, the same as the command line's.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Export the plan" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        (await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Length.ShouldBe(7);
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply 4 changes" }).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply 4 changes" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "people is applied" })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Expect(Page.GetByText("All is as the plan wants it: 4 rows read back.")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("run-verified");

        // Taking back is a plan of its own, seen before anything is written.
        await Page.GetByRole(AriaRole.Link, new() { Name = "Undo…" }).ClickAsync();
        await Expect(Page.GetByText("Nothing written yet.")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Update 4" })).ToBeVisibleAsync();
        await Expect(grid.GetByRole(AriaRole.Rowheader, new() { Name = "C-1001" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("undo");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Apply 4 changes" }).ClickAsync();
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Apply 4 changes" }).ClickAsync();
        await Page.WaitForURLAsync(address => address.Contains("/runs/", StringComparison.Ordinal) && !address.EndsWith("/undo", StringComparison.Ordinal));
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "people is applied" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("4 of 4 changes")).ToBeVisibleAsync();

        // Both runs stand in the history; a compare finds what it found at first.
        await Page.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Expect(Page.GetByRole(AriaRole.Img, new() { Name = "Rows written: 8, over 2 runs" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("runs");
        var plan = (await studio.Terminal.RunAsync("plan", Path.Combine(studio.Terminal.Home, "projects", "people.syncline.yaml"), "--json")).ShouldExitWith(0).Json;
        plan.GetProperty("changes").GetProperty("update").GetInt32().ShouldBe(6);
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);
}
