using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Studio.Compare;
using Syncline.Studio.Projects;

namespace Syncline.Studio.Tests.Compare;

/// <summary>Reviewing beyond one compare: what changed on the target since, and what an earlier plan said.</summary>
public sealed class PlanReviewPageTests : StudioPageTest
{
    private const string Project = """
        source: { connection: files, table: new.csv }
        target: { connection: target, table: old.csv }
        key: [id]
        columns: { id: id, name: name }
        actions: { add: true, update: true, delete: true }
        guards: { max-deletes: 100% }
        """;

    private static TimeSpan Patience => TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Rows_that_changed_on_the_target_since_the_compare_are_found_and_left_out_with_one_click()
    {
        var page = await ComparedAsync("id,name\n1,One\n2,Two\n3,Three\n", "id,name\n1,Eins\n2,Zwei\n9,Neun\n");
        await page.WaitForAssertionAsync(() => Tabs(page).ShouldBe(["Add 1", "Update 2", "Delete 1", "Same 0", "Conflicts ?", "Problems 0"]), Patience);
        await page.InvokeAsync(() => Tab(page, "conflicts").ClickAsync(new()));
        page.Find("#plan-rows h2").TextContent.ShouldBe("Not looked at yet");

        await WriteTargetAsync("id,name\n1,Eins\n2,somebody else\n3,came up\n9,Neun\n");
        await page.InvokeAsync(() => Button(page, "Look at the target").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => Tabs(page).ShouldContain("Conflicts 2"), Patience);
        await page.WaitForAssertionAsync(() => page.FindAll("[data-row] [data-column='1']").Select(cell => cell.TextContent.Trim()).ShouldBe(
            ["A row with this key has come up on the target since the plan was made.", "The row was changed on the target since the plan was made."]), Patience);

        await page.InvokeAsync(() => page.FindAll(".view-ticks button").Single(button => button.TextContent == "Leave them all out").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find(".page-foot").TextContent.ShouldStartWith("2 of 4 changes ticked"), Patience);
        await page.InvokeAsync(() => Button(page, "Compare again").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => Tabs(page).ShouldBe(["Add 0", "Update 3", "Delete 1", "Same 0", "Conflicts ?", "Problems 0"]), Patience);
    }

    [Fact]
    public async Task A_target_that_nobody_changed_has_no_conflicts()
    {
        var page = await ComparedAsync("id,name\n1,One\n", "id,name\n1,Eins\n");
        await page.WaitForAssertionAsync(() => Tabs(page).ShouldContain("Update 1"), Patience);
        await page.InvokeAsync(() => Tab(page, "conflicts").ClickAsync(new()));
        await page.InvokeAsync(() => Button(page, "Look at the target").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("#plan-rows h2").TextContent.ShouldBe("No conflicts"), Patience);
        Tabs(page).ShouldContain("Conflicts 0");
    }

    [Fact]
    public async Task A_plan_is_held_against_an_earlier_one_which_can_also_be_opened_again()
    {
        var page = await ComparedAsync("id,name\n1,One\n2,Two\n3,Three\n", "id,name\n1,Eins\n2,Zwei\n3,Drei\n");
        await page.WaitForAssertionAsync(() => Tabs(page).ShouldContain("Update 3"), Patience);
        var first = Services.GetRequiredService<ProjectSessions>().AtHand!.Plan.Compare.Plan!.Header.Digest;
        await WriteSourceAsync("id,name\n1,One\n2,Second\n3,Drei\n4,Four\n");
        await page.InvokeAsync(() => Button(page, "Compare again").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => Tabs(page).ShouldBe(["Add 1", "Update 2", "Delete 0", "Same 1", "Conflicts ?", "Problems 0"]), Patience);

        await page.InvokeAsync(() => Button(page, "Earlier plans").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.FindAll("dialog tbody tr").Count.ShouldBe(1), Patience);
        await page.InvokeAsync(() => page.FindAll("dialog .link-button").Single(button => button.TextContent == "Compare with it").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("[aria-label='Against an earlier plan']").TextContent.ShouldContain("1 new, 1 different, 1 gone, 1 the same."), Patience);
        await page.InvokeAsync(() => Tab(page, "update").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => Chips(page).ShouldBe(["New 0", "Different 1", "Gone 1"]), Patience);
        await page.InvokeAsync(() => Chip(page, "Different").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.FindAll("[data-row] [role=rowheader]").Select(cell => cell.TextContent.Trim()).ShouldBe(["2"]), Patience);
        await page.InvokeAsync(() => Chip(page, "Gone").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.FindAll("[data-row] [role=rowheader]").Select(cell => cell.TextContent.Trim()).ShouldBe(["3"]), Patience);
        page.FindAll("[data-row] input[type=checkbox]").ShouldBeEmpty();

        await page.InvokeAsync(() => Button(page, "Earlier plans").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.FindAll("dialog tbody tr").Count.ShouldBe(1), Patience);
        await page.InvokeAsync(() => page.FindAll("dialog .link-button").Single(button => button.TextContent == "Open").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => Services.GetRequiredService<ProjectSessions>().AtHand!.Plan.Compare.Plan!.Header.Digest.ShouldBe(first), Patience);
        await page.WaitForAssertionAsync(() => page.FindAll("[aria-label='Against an earlier plan']").ShouldBeEmpty(), Patience);
    }

    [Fact]
    public async Task A_plan_is_carried_out_once_whoever_asks_for_it()
    {
        var page = await ComparedAsync("id,name\n1,One\n2,Two\n", "id,name\n1,Eins\n");
        await page.WaitForAssertionAsync(() => Button(page, "Apply 2 changes").HasAttribute("disabled").ShouldBeFalse(), Patience);
        await page.InvokeAsync(() => Button(page, "Apply 2 changes").ClickAsync(new()));
        page.FindAll("dialog").Count.ShouldBe(1);

        // Another tab applies it: here it can't be confirmed any more, and the run is told.
        var plan = Services.GetRequiredService<ProjectSessions>().AtHand!.Plan;
        var seen = plan.Compare.Plan!;
        plan.ApplyPlan(seen).ShouldBeTrue();
        await page.WaitForAssertionAsync(() => plan.Apply.IsRunning.ShouldBeFalse(), Patience);
        await page.WaitForAssertionAsync(() => page.FindAll("dialog").ShouldBeEmpty(), Patience);
        plan.IsApplied.ShouldBeTrue();
        plan.ApplyPlan(seen).ShouldBeFalse();
        await page.WaitForAssertionAsync(() => page.Find(".message.info").TextContent.ShouldContain("A plan is carried out once"), Patience);
        page.FindAll("fluent-button").ShouldNotContain(button => button.TextContent.Contains("Apply", StringComparison.Ordinal));
    }

    private static AngleSharp.Dom.IElement Tab(IRenderedComponent<ComparePage> page, string key) => page.Find($"#tab-{key}");

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ComparePage> page, string words) =>
        page.FindAll("fluent-button").First(button => button.TextContent.Trim() == words);

    private static AngleSharp.Dom.IElement Chip(IRenderedComponent<ComparePage> page, string word) =>
        page.FindAll("[aria-label='Against an earlier plan'] .chip").Single(chip => chip.TextContent.Trim().StartsWith(word, StringComparison.Ordinal));

    private static IEnumerable<string> Chips(IRenderedComponent<ComparePage> page) =>
        page.FindAll("[aria-label='Against an earlier plan'] .chip").Select(chip => chip.TextContent.Trim());

    private static IEnumerable<string> Tabs(IRenderedComponent<ComparePage> page) =>
        page.FindAll("[role=tab]").Select(tab => $"{tab.ChildNodes[1].TextContent.Trim()} {tab.QuerySelector("b")!.TextContent}");

    private async Task<IRenderedComponent<ComparePage>> ComparedAsync(string source, string target)
    {
        await SaveCsvAsync("files", "new.csv", source);
        await SaveCsvAsync("target", "old.csv", target);
        await SaveProjectAsync("names", Project);
        var page = Render<ComparePage>(parameters => parameters.Add(one => one.Name, "names"));
        await page.WaitForAssertionAsync(() => page.Find("h2").TextContent.ShouldBe("Not compared yet"), Patience);
        await page.InvokeAsync(() => Button(page, "Compare").ClickAsync(new()));
        return page;
    }

    private Task WriteSourceAsync(string text) => RewriteAsync("files", "new.csv", text);

    private Task WriteTargetAsync(string text) => RewriteAsync("target", "old.csv", text);

    private async Task RewriteAsync(string connection, string file, string text) =>
        await File.WriteAllTextAsync(Path.Combine((await Workspace.Library.FindAsync(connection, Token)).Options["path"], file), text, Token);
}
