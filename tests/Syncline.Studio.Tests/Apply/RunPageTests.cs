using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox;
using Syncline.Studio.Apply;
using Syncline.Studio.Compare;
using Syncline.Studio.Grid;
using Syncline.Studio.Projects;
using Syncline.Studio.Runs;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Runs;
using Syncline.Workspace.Applying;

namespace Syncline.Studio.Tests.Apply;

public sealed class RunPageTests : StudioPageTest
{
    private static TimeSpan Patience => TimeSpan.FromMinutes(2);

    private PlanApplying Applying => new(Workspace);

    [Fact]
    public async Task A_run_is_paused_goes_on_is_stopped_while_paused_and_goes_on_from_its_ledger()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Token);
        var plan = await PlanAsync(sandbox, "number,name\nN-1,One\nN-2,Two\nN-3,Three\n");

        // Held up before it can have sent anything.
        plan.ApplyPlan(plan.Compare.Plan!).ShouldBeTrue();
        plan.Apply.Pause();
        plan.Apply.Pause();
        await WaitAsync(plan, () => plan.Apply.RunId is not null);
        var page = Render<RunPage>(parameters => parameters.Add(one => one.Id, plan.Apply.RunId!));
        await page.WaitForAssertionAsync(() => Tiles(page).ShouldBe(["paused", "you", "not known", "none"]), Patience);
        page.Find("[role=status].pill").TextContent.ShouldBe("Paused");
        page.Find(".message.warn").TextContent.ShouldContain("nothing is sent until you go on");
        (await Applying.Runs.ListAsync(Token)).Single().Pending.ShouldBe(3);

        await page.InvokeAsync(() => Button(page, "Stop").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("h1").TextContent.ShouldBe("accounts was not finished"), Patience);
        page.Find(".message.warn").TextContent.ShouldContain("3 changes not settled yet");
        page.FindAll(".tile").ShouldBeEmpty();

        await page.InvokeAsync(() => Button(page, "Go on with it").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("h1").TextContent.ShouldBe("accounts is applied"), Patience);
        page.Find(".run-card").TextContent.ShouldContain("3 of 3 changes");
        page.FindAll(".message.warn").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_paused_run_goes_on_from_its_page()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Token);
        var plan = await PlanAsync(sandbox, "number,name\nN-1,One\n");
        plan.ApplyPlan(plan.Compare.Plan!).ShouldBeTrue();
        plan.Apply.Pause();
        await WaitAsync(plan, () => plan.Apply.RunId is not null);
        var page = Render<RunPage>(parameters => parameters.Add(one => one.Id, plan.Apply.RunId!));
        await page.WaitForAssertionAsync(() => Button(page, "Go on").ShouldNotBeNull(), Patience);
        await page.InvokeAsync(() => Button(page, "Go on").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("h1").TextContent.ShouldBe("accounts is applied"), Patience);
        plan.Apply.IsPaused.ShouldBeFalse();
    }

    [Fact]
    public async Task Rows_that_failed_tell_why_are_corrected_and_sent_again_and_the_rows_story_has_both()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Token);
        var plan = await PlanAsync(sandbox, "number,name,contact\nN-1,One,5a1e0000-0000-4000-8000-00000000dead\nN-2,Two,\n", "columns: { accountnumber: number, name: name, primarycontactid: contact }");
        plan.ApplyPlan(plan.Compare.Plan!).ShouldBeTrue();
        await WaitAsync(plan, () => plan.Apply is { IsRunning: false, RunId: not null });
        var id = plan.Apply.RunId!;
        var page = Render<RunPage>(parameters => parameters.Add(one => one.Id, id));
        await page.WaitForAssertionAsync(() => page.Find("h1").TextContent.ShouldBe("accounts is applied, with failed rows"), Patience);
        page.Find(".reasons li").TextContent.ShouldContain("Does Not Exist");
        page.Find(".reasons .count").TextContent.ShouldBe("1 row");
        page.Find("a[href$='/failed']").TextContent.ShouldContain("Correct and send again…");

        // A value that fits no column is told at the cell, and not taken.
        var failed = Render<FailedRowsPage>(parameters => parameters.Add(one => one.Id, id));
        await failed.WaitForAssertionAsync(() => failed.FindAll("[data-row]").Count.ShouldBe(1), Patience);
        await failed.WaitForAssertionAsync(() => failed.Find("[data-row='0']").TextContent.ShouldContain("N-1"), Patience);
        await failed.InvokeAsync(() => failed.Find("[role=grid]").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" }));
        await failed.WaitForAssertionAsync(() => Field(failed, "Primary Contact").GetAttribute("value").ShouldBe("5a1e0000-0000-4000-8000-00000000dead"), Patience);
        await failed.InvokeAsync(() => Field(failed, "Primary Contact").InputAsync(new() { Value = "nobody" }));
        failed.Find(".wrong-text").TextContent.ShouldContain("is not the id of a row");
        failed.Find(".page-foot").TextContent.ShouldContain("0 of 1 row corrected");
        await failed.InvokeAsync(() => Field(failed, "Primary Contact").InputAsync(new() { Value = "" }));
        failed.FindAll(".wrong-text").ShouldBeEmpty();
        failed.Find(".page-foot").TextContent.ShouldContain("1 of 1 row corrected");

        // Its plan is one like any other.
        var again = Render<AgainPage>(parameters => parameters.Add(one => one.Id, id));
        await again.WaitForAssertionAsync(() => again.FindAll("[role=tab] b").Select(tab => tab.TextContent).ShouldBe(["1", "0", "0", "0", "?", "0"]), Patience);
        again.Find(".message.warn").TextContent.ShouldContain("1 value was corrected by hand");
        await again.InvokeAsync(() => again.FindAll("fluent-button").First(button => button.TextContent.Trim() == "Apply 1 change").ClickAsync(new()));
        await again.InvokeAsync(() => again.FindAll("dialog fluent-button").Single(button => button.TextContent.Trim() == "Apply 1 change").ClickAsync(new()));
        var session = Services.GetRequiredService<ProjectSessions>().Again(id);
        await WaitAsync(session, () => session.Apply is { IsRunning: false, RunId: not null });
        (await Applying.Runs.FindAsync(session.Apply.RunId!, Token)).State.ShouldBe(RunState.Finished);

        Services.GetRequiredService<NavigationManager>().NavigateTo(RunAddress.Story("n-1", id));
        var story = Render<RowStoryPage>();
        await story.WaitForAssertionAsync(() => story.Find(".tools [role=status]").TextContent.ShouldBe("2 changes in 2 runs."), Patience);
        story.FindAll(".story .pill").Select(pill => pill.TextContent).ShouldBe(["Added", "Failed"]);
        await story.InvokeAsync(() => story.Find("select[aria-label=Column]").ChangeAsync(new() { Value = "primarycontactid" }));
        story.FindAll(".story > li").Count.ShouldBe(1);
    }

    [Fact]
    public void A_run_with_many_reasons_shows_the_most_frequent_and_the_rest_when_asked()
    {
        var reasons = Enumerable.Range(1, 7).Select(i => new FailureReason
        {
            State = i == 2 ? RowState.Conflict : RowState.Failed,
            OfWriteBack = i == 3,
            Rows = 10 - i,
            ErrorId = $"DV{i}",
            ServerCode = "0x80040217",
            Message = $"Reason {i}.",
            Advice = "Sign in again: syncline connection authorize contoso",
        }).ToList();
        var card = Render<RunReasons>(parameters => parameters.Add(one => one.Reasons, reasons));
        card.FindAll("li").Count.ShouldBe(5);
        card.Find("li").TextContent.ShouldContain("9 rows");
        card.FindAll("li .advice").Select(advice => advice.TextContent).Distinct().ShouldBe(["Sign in again."]);
        card.FindAll("li")[1].QuerySelector(".sign-badge")!.TextContent.ShouldBe(GridSign.Conflict.Sign);
        card.FindAll("li")[2].TextContent.ShouldContain("not written back to the source");
        card.Find("button").TextContent.ShouldBe("Show 2 more reasons");
        card.Find("button").Click();
        card.FindAll("li").Count.ShouldBe(7);
    }

    [Fact]
    public void The_waits_that_a_server_asked_for_stand_in_the_chart()
    {
        var start = new DateTimeOffset(2026, 5, 4, 13, 0, 0, TimeSpan.Zero);
        var line = RateLine.Of([.. Enumerable.Range(0, 61).Select(second => new RunPace(start.AddSeconds(second), 40))], start, null)!;
        var chart = Render<RateChart>(parameters => parameters.Add(one => one.Line, line)
            .Add(one => one.Waits, [(start.AddSeconds(-90), start.AddSeconds(-60)), (start.AddSeconds(-5), start.AddSeconds(10)), (start.AddSeconds(55), start.AddSeconds(300))]));
        var marks = chart.FindAll("rect.wait").Select(mark => (Number(mark, "x"), Number(mark, "width"))).ToList();
        marks.Count.ShouldBe(2);
        marks.ShouldAllBe(mark => mark.Item1 >= 0 && mark.Item1 + mark.Item2 <= RateLine.Width);
        chart.Find("svg").GetAttribute("aria-label").ShouldStartWith("Rows per second, highest 40, from ");

        static double Number(AngleSharp.Dom.IElement element, string name) => double.Parse(element.GetAttribute(name)!, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<PlanSession> PlanAsync(SandboxServer sandbox, string csv, string columns = "columns: { accountnumber: number, name: name }")
    {
        await SaveSiteAsync("contoso", sandbox);
        await SaveCsvAsync("files", "accounts.csv", csv);
        await SaveProjectAsync("accounts", $$"""
            source: { connection: files, table: accounts.csv }
            target: { connection: contoso, table: account }
            key: [accountnumber]
            {{columns}}
            """);
        var session = await Services.GetRequiredService<ProjectSessions>().OpenAsync(new ProjectPlace("accounts", null), Token);
        session.Compare();
        await WaitAsync(session.Plan, () => session.Plan.Compare is { IsRunning: false });
        session.Plan.Compare.Error.ShouldBeNull();
        return session.Plan;
    }

    private static async Task WaitAsync(PlanSession session, Func<bool> reached)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Changed += Look;
        Look(null, EventArgs.Empty);
        await there.Task.WaitAsync(Patience, Token);
        session.Changed -= Look;

        void Look(object? sender, EventArgs e)
        {
            if (reached())
            {
                there.TrySetResult();
            }
        }
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<RunPage> page, string words) =>
        page.FindAll("fluent-button").First(button => button.TextContent.Trim() == words);

    private static IEnumerable<string> Tiles(IRenderedComponent<RunPage> page) => page.FindAll(".tile b").Select(tile => tile.TextContent);

    private static AngleSharp.Dom.IElement Field(IRenderedComponent<FailedRowsPage> page, string label) =>
        page.Find($"#{page.FindAll("label").First(one => one.TextContent == label).GetAttribute("for")}");
}
