using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox;
using Syncline.Studio.Apply;
using Syncline.Studio.Compare;
using Syncline.Studio.Projects;
using Syncline.Workspace.Applying;

namespace Syncline.Studio.Tests.Compare;

public sealed class ComparePageTests : StudioPageTest
{
    private static TimeSpan Patience => TimeSpan.FromMinutes(2);

    [Fact]
    public async Task From_not_compared_yet_through_a_change_left_out_to_a_run_and_its_result()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Token);
        await SaveSiteAsync("contoso", sandbox);
        await SaveCsvAsync("files", "accounts.csv", "number,name\nN-1,One\nN-2,Two\nN-3,Three\n");
        await SaveProjectAsync("accounts", """
            source: { connection: files, table: accounts.csv }
            target: { connection: contoso, table: account }
            key: [accountnumber]
            columns: { accountnumber: number, name: name }
            """);

        var page = Render<ComparePage>(parameters => parameters.Add(one => one.Name, "accounts"));
        await page.WaitForAssertionAsync(() => page.Find("h2").TextContent.ShouldBe("Not compared yet"), Patience);
        page.FindAll("[role=tab]").ShouldBeEmpty();
        await page.InvokeAsync(() => Button(page, "Compare").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => Tabs(page).ShouldBe(["Add 3", "Update 0", "Delete 0", "Same 0", "Conflicts ?", "Problems 0"]), Patience);
        page.Markup.ShouldContain("nothing written");
        await page.WaitForAssertionAsync(() => page.FindAll("[data-row] input[type=checkbox]").Count.ShouldBe(3), Patience);

        // One is left out: the button, the footer and the window follow.
        await page.InvokeAsync(() => page.Find("[data-row='1'] input[type=checkbox]").ChangeAsync(new() { Value = false }));
        await page.WaitForAssertionAsync(() => page.Find(".page-foot").TextContent.ShouldStartWith("2 of 3 changes ticked"), Patience);
        await page.InvokeAsync(() => Button(page, "Apply 2 changes").ClickAsync(new()));
        page.Find("dialog h2").TextContent.ShouldBe("Apply 2 changes to contoso?");
        page.Find("dialog .sum").TextContent.ShouldContain("1 left out by you");
        page.FindAll("#deletions").ShouldBeEmpty();
        await page.InvokeAsync(() => page.FindAll("dialog fluent-button").Single(button => button.TextContent.Trim() == "Apply 2 changes").ClickAsync(new()));

        var navigation = Services.GetRequiredService<NavigationManager>();
        await page.WaitForAssertionAsync(() => navigation.Uri.ShouldContain("/runs/"), Patience);
        var id = navigation.Uri.Split('/')[^1];
        var run = Render<RunPage>(parameters => parameters.Add(one => one.Id, id));
        await run.WaitForAssertionAsync(() => run.Find("h1").TextContent.ShouldBe("accounts is applied"), Patience);
        run.Find(".run-card").TextContent.ShouldContain("2 of 2 changes");
        run.FindAll(".write-back").ShouldBeEmpty();
        (await new PlanApplying(Workspace).Runs.FindAsync(id, Token)).Done.ShouldBe(2);
    }

    [Fact]
    public async Task A_plan_that_another_took_the_place_of_can_not_be_confirmed_any_more()
    {
        await SaveCsvAsync("files", "new.csv", "id,name\n1,One\n2,Two\n");
        await SaveCsvAsync("target", "old.csv", "id,name\n1,Eins\n");
        await SaveProjectAsync("names", """
            source: { connection: files, table: new.csv }
            target: { connection: target, table: old.csv }
            key: [id]
            columns: { id: id, name: name }
            """);
        var page = Render<ComparePage>(parameters => parameters.Add(one => one.Name, "names"));
        await page.WaitForAssertionAsync(() => page.Find("h2").TextContent.ShouldBe("Not compared yet"), Patience);
        await page.InvokeAsync(() => Button(page, "Compare").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => Button(page, "Apply 2 changes").HasAttribute("disabled").ShouldBeFalse(), Patience);
        await page.InvokeAsync(() => Button(page, "Apply 2 changes").ClickAsync(new()));
        page.Find("dialog h2").TextContent.ShouldBe("Apply 2 changes to target?");

        // Another tab compares again: what it finds was seen by nobody here.
        var session = Services.GetRequiredService<ProjectSessions>().AtHand!;
        var seen = session.Plan.Compare.Plan!;
        session.Compare();
        await page.WaitForAssertionAsync(() => (session.Plan.Compare is { IsRunning: false } job && job.Plan != seen).ShouldBeTrue(), Patience);
        await page.WaitForAssertionAsync(() => page.FindAll("dialog").ShouldBeEmpty(), Patience);

        session.Plan.ApplyPlan(seen).ShouldBeFalse();
        session.Plan.Apply.IsRunning.ShouldBeFalse();
        session.Plan.AppliedPlan.ShouldBeNull();
    }

    [Fact]
    public void A_project_that_is_not_there_is_told_with_a_way_back()
    {
        var page = Render<ComparePage>(parameters => parameters.Add(one => one.Name, "nothing"));
        page.Find(".error-card h3").TextContent.ShouldBe("The project can't be opened");
        page.Find("a[href='/projects']").TextContent.ShouldBe("All projects");
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_told()
    {
        var page = Render<RunPage>(parameters => parameters.Add(one => one.Id, "20260504-130000-aaaa"));
        await page.WaitForAssertionAsync(() => page.Find(".error-card").TextContent.ShouldContain("20260504-130000-aaaa"), Patience);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ComparePage> page, string words) =>
        page.FindAll("fluent-button").First(button => button.TextContent.Trim() == words);

    private static IEnumerable<string> Tabs(IRenderedComponent<ComparePage> page) =>
        page.FindAll("[role=tab]").Select(tab => $"{tab.ChildNodes[1].TextContent.Trim()} {tab.QuerySelector("b")!.TextContent}");
}
