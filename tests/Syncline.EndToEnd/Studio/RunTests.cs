using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Playwright;
using Syncline.Workspace;
using Syncline.Workspace.Applying;

namespace Syncline.EndToEnd.Studio;

/// <summary>Runs that do not go through by themselves: held up, killed, without a sign-in, with rows that the server refuses.</summary>
public sealed class RunTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private StudioBrowser studio = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IPage Page => studio.Page;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (studio is not null)
        {
            await studio.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_sign_in_that_ends_while_a_run_is_paused_stops_it_and_signed_in_again_it_goes_on()
    {
        var scene = new ConnectionScene(studio);
        await Page.GotoAsync(studio.Address.AbsoluteUri);
        await scene.ConnectAsync("contoso");
        await SaveAccountsAsync(rows: 600);
        await CompareAsync("accounts", "Add 600");

        // Slow enough to be looked at: one request after the other, a tenth of a second for each row.
        await LimitAsync(new { millisecondsPerRowWritten = 100, knee = 1 });
        await Button("Apply 600 changes").ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Apply 600 changes" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Applying accounts" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Img, new() { Name = "Rows per second, highest " })).ToBeVisibleAsync();
        await Expect(Page.Locator(".tile b").First).ToContainTextAsync("rows/s");
        await PictureAsync("run-going");
        await Button("Pause").ClickAsync();
        await Expect(Page.GetByText("Paused: nothing is sent until you go on.")).ToBeVisibleAsync();
        await Expect(Button("Go on")).ToBeVisibleAsync();
        await Expect(Page.Locator(".tile b").First).ToHaveTextAsync("paused");
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("run-paused");

        await OrderAsync(new { revokeEverything = "*", expireAccessTokens = true });
        await LimitAsync(new { millisecondsPerRowWritten = 0, knee = 0 });
        await Button("Go on").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "The run stopped on the way" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "accounts was not finished" })).ToBeVisibleAsync();
        await Expect(Button("Go on with it")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("run-sign-in-ended");

        await scene.AuthorizeAsync("Sign in again");
        await scene.SignedInAsync();
        await scene.Button("Connect & Update").ClickAsync();
        await Expect(scene.Heading("Connection contoso")).ToBeHiddenAsync();
        await Button("Go on with it").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "accounts is applied" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("600 of 600 changes")).ToBeVisibleAsync();
        await CompareAsync("accounts", "Same 600", again: true);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_run_whose_process_was_killed_is_resumed_here_and_no_row_is_written_twice()
    {
        await studio.SaveSiteAsync("contoso");
        await SaveAccountsAsync(rows: 600);
        var project = Path.Combine(studio.Terminal.Home, "projects", "accounts.syncline.yaml");
        var plan = (await studio.Terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0).Json.GetProperty("plan").GetString()!;
        await LimitAsync(new { millisecondsPerRowWritten = 100, knee = 1 });
        var id = await KillAfterFirstRowsAsync("apply", plan, "--yes", "--json");
        await LimitAsync(new { millisecondsPerRowWritten = 0, knee = 0 });

        await Page.GotoAsync(new Uri(studio.Address, "/runs").AbsoluteUri);
        await Expect(Page.GetByRole(AriaRole.Row, new() { Name = "accounts" }).GetByText("Interrupted")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link, new() { Name = "accounts", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "accounts was not finished" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("Its process ended without a word.")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Failed rows" })).ToHaveCountAsync(0);
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("run-interrupted");
        await Button("Go on with it").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "accounts is applied" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("600 of 600 changes")).ToBeVisibleAsync();

        // As many rows as the file has, each once, and they are the run's.
        await Button("Verify").ClickAsync();
        await Expect(Page.GetByText("All is as the plan wants it: 600 rows read back.")).ToBeVisibleAsync();
        var again = (await studio.Terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0).Json.GetProperty("changes");
        (again.GetProperty("add").GetInt32(), again.GetProperty("update").GetInt32(), again.GetProperty("delete").GetInt32()).ShouldBe((0, 0, 0));
        (await studio.Terminal.RunAsync("runs", "show", id, "--json")).ShouldExitWith(0).Json.GetProperty("run").GetProperty("state").GetString().ShouldBe("finished");
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Refused_rows_are_corrected_sent_again_and_stand_in_the_rows_story()
    {
        await studio.SaveSiteAsync("contoso");
        await studio.SaveCsvAsync("crm-export", "accounts.csv", """
            number,name,phone,contact
            A-1001,Nordwind Logistik,+49 40 555 0100,
            N-501,Baltic Pumps,+49 451 555 0188,5a1e0000-0000-4000-8000-00000000dead
            N-502,Fjord Seafood,+47 55 555 0190,5a1e0000-0000-4000-8000-00000000beef
            N-503,Alpine Tools,+43 512 555 0177,
            """);
        await SaveProjectAsync("accounts", "{ accountnumber: number, name: name, telephone1: phone, primarycontactid: { from: contact, compare: only-if-source-not-empty } }");
        await CompareAsync("accounts", "Add 3");
        await Button("Apply 4 changes").ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Apply 4 changes" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "accounts is applied, with failed rows" })).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Why rows failed" }).GetByText("2 rows", new() { Exact = true })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("run-failures");

        // By the keyboard alone: the row, its cell, and back.
        await Page.GetByRole(AriaRole.Link, new() { Name = "Correct and send again…" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "N-501" })).ToBeVisibleAsync();
        var grid = Page.GetByRole(AriaRole.Grid, new() { Name = "Failed rows" });
        await grid.FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        var form = Page.GetByRole(AriaRole.Complementary, new() { Name = "Failed row" });
        await Expect(form.GetByLabel("Primary Contact", new() { Exact = true })).ToHaveValueAsync("5a1e0000-0000-4000-8000-00000000dead");
        await form.GetByLabel("Primary Contact", new() { Exact = true }).FillAsync("Ines");
        await Expect(form.GetByRole(AriaRole.Alert)).ToContainTextAsync("is not the id of a row");
        await studio.ShouldBeAccessibleAsync();
        await form.GetByLabel("Primary Contact", new() { Exact = true }).FillAsync(string.Empty);
        await Expect(form.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await form.GetByLabel("Main Phone", new() { Exact = true }).FillAsync("+49 451 555 0199");
        await Expect(Page.GetByText("1 of 2 rows corrected")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("failed-rows");
        await Page.Keyboard.PressAsync("Escape");
        await Expect(form).ToHaveCountAsync(0);

        // What is sent again is a plan, looked at first; the other row is left out of it.
        await Page.GetByRole(AriaRole.Link, new() { Name = "Send 2 rows again…" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Add 2" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("2 values were corrected by hand; the source still has the old ones.")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Rowheader, new() { Name = "N-502" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("send-again");
        await Page.Locator("[data-row='1'] input[type=checkbox]").UncheckAsync();
        await Expect(Page.GetByText("1 of 2 changes ticked")).ToBeVisibleAsync();
        await Button("Apply 1 change").ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Apply 1 change" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "accounts is applied", Exact = true })).ToBeVisibleAsync();
        await Expect(Page.GetByText("1 of 1 change", new() { Exact = true })).ToBeVisibleAsync();

        // The telephone number changes once more, by another run: the story tells which.
        studio.Terminal.Write("crm-export/accounts.csv", "number,name,phone,contact\nN-501,Baltic Pumps,+49 451 555 0200,\n");
        await CompareAsync("accounts", "Update 1", again: true);
        await Button("Apply 1 change").ClickAsync();
        await Dialog.GetByRole(AriaRole.Button, new() { Name = "Apply 1 change" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "accounts is applied", Exact = true })).ToBeVisibleAsync();
        await Expect(Page.GetByText("1 of 1 change", new() { Exact = true })).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Project, target or run" }).FillAsync("no such run");
        await Expect(Page.GetByText("No run fits.")).ToBeVisibleAsync();
        await Button("Show every run").ClickAsync();
        await Page.GetByLabel("Started", new() { Exact = true }).SelectOptionAsync("1");
        await Expect(Page.GetByText("3 runs", new() { Exact = true })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Find a row by its key or id" }).FillAsync("n-501");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByText("3 changes in 3 runs.")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await PictureAsync("row-story");
        await Page.GetByLabel("Column", new() { Exact = true }).SelectOptionAsync("telephone1");
        var story = Page.GetByRole(AriaRole.List, new() { Name = "What runs did to the row" });
        await Expect(story.GetByRole(AriaRole.Listitem).First.Locator("dd")).ToHaveTextAsync("+49 451 555 0199+49 451 555 0200");

        // From there to the run, and to the rows that it wrote.
        await story.GetByRole(AriaRole.Listitem).First.GetByRole(AriaRole.Link, new() { Name = "accounts" }).ClickAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Rows", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = "Update 1" })).ToHaveAttributeAsync("aria-selected", "true");
        await Page.GetByRole(AriaRole.Rowheader, new() { Name = "N-501" }).DblClickAsync();
        await Expect(Page.GetByText("N-501: Changed")).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "All that runs did to this row" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "The story of N-501" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("3 changes in 3 runs.")).ToBeVisibleAsync();
        studio.ShouldBeQuiet();
    }

    // Without a button that the pointer happens to rest on.
    private async Task PictureAsync(string name)
    {
        await Page.Mouse.MoveAsync(0, 0);
        await studio.PictureAsync(name);
    }

    private ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task SaveAccountsAsync(int rows)
    {
        await studio.SaveCsvAsync("crm-export", "accounts.csv", "number,name\n" + string.Concat(Enumerable.Range(1, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"N-{i:0000},Company {i}\n"))));
        await SaveProjectAsync("accounts", "{ accountnumber: number, name: name }");
    }

    private async Task SaveProjectAsync(string name, string columns)
    {
        Directory.CreateDirectory(Path.Combine(studio.Terminal.Home, "projects"));
        await File.WriteAllTextAsync(Path.Combine(studio.Terminal.Home, "projects", $"{name}.syncline.yaml"), $$"""
            source: { connection: crm-export, table: accounts.csv }
            target: { connection: contoso, table: account }
            key: [accountnumber]
            columns: {{columns}}
            """, Cancellation);
    }

    private async Task CompareAsync(string project, string tab, bool again = false)
    {
        await Page.GotoAsync(new Uri(studio.Address, $"/projects/{project}/compare").AbsoluteUri);
        await Button(again ? "Compare again" : "Compare").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Tab, new() { Name = tab, Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Starts a command and kills it as soon as the ledger of a run tells that rows were written.</summary>
    /// <returns>The run's id.</returns>
    private async Task<string> KillAfterFirstRowsAsync(params string[] command)
    {
        var runs = new PlanApplying(new SynclineWorkspace(new SynclineHome(studio.Terminal.Home), _ => null)).Runs;
        using var process = studio.Terminal.Start(command);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
        while (await runs.ListAsync(Cancellation) is not [{ Done: > 0 }, ..])
        {
            process.HasExited.ShouldBeFalse("the command ended before anything was written");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation); // looks again, without taking the machine from the process that it watches
        }

        process.Kill();
        await process.WaitForExitAsync(Cancellation);
        await Task.WhenAll(output, errors);
        var run = (await runs.ListAsync(Cancellation)).ShouldHaveSingleItem();
        run.CanResume.ShouldBeTrue();
        return run.Id;
    }

    private Task OrderAsync(object order) => PostAsync("control", order);

    private Task LimitAsync(object limits) => PostAsync("limits", limits);

    private async Task PostAsync(string what, object order)
    {
        using var answer = await http.PostAsJsonAsync($"{studio.SiteValue("site")}/_sandbox/{what}", order, Cancellation);
        answer.EnsureSuccessStatusCode();
    }
}
