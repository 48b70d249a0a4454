using System.Text.Json;

namespace Syncline.Cli.Tests;

/// <summary><c>run</c> as a scheduler calls it: lists of mappings, several files, hooks, logs and reports.</summary>
public sealed class UnattendedRunTests : IAsyncLifetime
{
    private const string List = """
        source: { connection: crm }
        target: { connection: contoso }
        mappings:
          - name: people
            source: { table: people.csv }
            target: { table: contact }
            key: externaluseridentifier
            columns:
              externaluseridentifier: id
              lastname: last_name
              parentcustomerid: { from: company, lookup: { table: account, match: accountnumber } }
          - name: companies
            source: { table: companies.csv }
            target: { table: account }
            key: accountnumber
            columns:
              accountnumber: id
              name: name
              parentaccountid: { from: parent, lookup: { table: account, match: accountnumber } }
        """;

    private SandboxSite site = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync();
        User.Write("data/people.csv", "id,last_name,company\nP-1,One,N-2\nP-2,Two,N-1\n");
        User.Write("data/companies.csv", "id,name,parent\nN-1,Child,N-2\nN-2,Parent,\n");
        await site.AddFilesAsync();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_list_of_mappings_is_planned_whole_and_applied_in_order()
    {
        var project = User.Write("crm.syncline.yaml", List);

        (await User.RunAsync(["project", "check", project])).ShouldExitWith(0).Out.ShouldContain("crm.companies is fine");
        var planned = (await User.RunAsync(["plan", project, "--out", User.FileAt("p.plan"), "--json"])).ShouldExitWith(0).Json;
        var paths = planned.GetProperty("plans").EnumerateArray().Select(plan => plan.GetProperty("plan").GetString()!).ToList();
        paths.Select(Path.GetFileName).ShouldBe(["p.1-companies.plan", "p.2-people.plan", "p.3-companies.links.plan"]);
        planned.GetProperty("changes").GetProperty("add").GetInt64().ShouldBe(4);
        var applied = (await User.RunAsync(["apply", .. paths, "--yes", "--json"])).ShouldExitWith(0).Json;
        applied.GetProperty("runs").GetArrayLength().ShouldBe(3);

        var again = (await User.RunAsync(["run", project, "--json"])).ShouldExitWith(0).Json.GetProperty("projects")[0];
        again.GetProperty("state").GetString().ShouldBe("nothing-to-do");
        string[] look = ["preview", "contoso", "account", "--select", "name,parentaccountid", "--filter", "accountnumber eq 'N-1'", "--json"];
        (await User.RunAsync(look)).ShouldExitWith(0).Json[0].GetProperty("parentaccountid.name").GetString().ShouldBe("Parent");
    }

    [Fact]
    public async Task What_a_lookup_misses_is_added_by_a_plan_of_its_own_when_the_rule_says_so()
    {
        const string Project = """
            source: { connection: crm, table: people.csv }
            target: { connection: contoso, table: contact }
            key: externaluseridentifier
            columns:
              externaluseridentifier: id
              lastname: last_name
              parentcustomerid: { from: company, lookup: { table: account, match: accountnumber, missing: add } }
            guards: { max-adds: 2 }
            """;
        User.Write("data/people.csv", "id,last_name,company\nP-1,One,N-2\nP-2,Two,N-1\nP-3,Three,n-1\n");
        var project = User.Write("people.syncline.yaml", Project);

        (await User.RunAsync(["project", "check", project])).ShouldExitWith(0);
        var planned = (await User.RunAsync(["plan", project, "--out", User.FileAt("p.plan"), "--json"])).ShouldExitWith(4).Json;
        var plans = planned.GetProperty("plans").EnumerateArray().ToList();
        plans.Select(plan => (Path.GetFileName(plan.GetProperty("plan").GetString()), plan.GetProperty("changes").GetProperty("add").GetInt64()))
            .ShouldBe([("p.1-parentcustomerid-missing.plan", 2), ("p.2-contact.plan", 3)]);
        User.Write("people.syncline.yaml", Project.Replace("max-adds: 2", "max-adds: 3", StringComparison.Ordinal));
        var run = (await User.RunAsync(["run", project, "--json"])).ShouldExitWith(0).Json.GetProperty("projects")[0];

        run.GetProperty("state").GetString().ShouldBe("finished");
        (await User.RunAsync(["run", project, "--json"])).ShouldExitWith(0).Json.GetProperty("projects")[0].GetProperty("state").GetString().ShouldBe("nothing-to-do");
        string[] look = ["preview", "contoso", "account", "--select", "accountnumber", "--filter", "accountnumber eq 'N-1' or accountnumber eq 'N-2'", "--json"];
        (await User.RunAsync(look)).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Several_files_give_one_summary_and_one_that_goes_wrong_ends_the_row()
    {
        var good = User.Write("crm.syncline.yaml", List);
        var bad = User.Write("bad.syncline.yaml", List.Replace("lastname", "lastnam", StringComparison.Ordinal));

        var result = (await User.RunAsync(["run", bad, good, "--json", "--report", User.FileAt("report.html")])).ShouldExitWith(1);
        result.Json.GetProperty("projects").EnumerateArray().Select(project => project.GetProperty("state").GetString()).ShouldBe(["failed", "not-begun"]);
        result.Error.ShouldContain("lastnam");

        result = (await User.RunAsync(["run", bad, good, "--json", "--keep-going", "--log-json", "--report", User.FileAt("report.html")])).ShouldExitWith(1);
        result.Json.GetProperty("projects").EnumerateArray().Select(project => project.GetProperty("state").GetString()).ShouldBe(["failed", "finished"]);
        var events = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()).ToList();
        events.ShouldContain("error");
        events.ShouldContain("applied");
        var page = await File.ReadAllTextAsync(User.FileAt("report.html"), TestContext.Current.CancellationToken);
        page.ShouldContain("crm.companies");
        page.ShouldContain("lastnam");
    }

    [Fact]
    public async Task Rows_that_could_not_be_planned_are_told_with_line_and_cure_on_the_terminal_in_json_and_in_the_report()
    {
        var project = User.Write("crm.syncline.yaml", List);
        User.Write("data/people.csv", "id,last_name,company\nP-1,One,N-2\nP-2,Two,N-77\n");

        var text = (await User.RunAsync(["run", project, "--report", User.FileAt("report.html")])).ShouldExitWith(5).Out;
        text.ShouldContain("! line 3, P-2, parentcustomerid: There is no account with accountnumber \"N-77\"");
        text.ShouldContain("Add it to account first");
        var page = await File.ReadAllTextAsync(User.FileAt("report.html"), TestContext.Current.CancellationToken);
        page.ShouldContain("Rows that could not be planned: crm.people");
        page.ShouldContain("N-77");
        page.ShouldContain("some rows could not be planned or written");

        var row = (await User.RunAsync(["run", project, "--json"])).ShouldExitWith(5).Json.GetProperty("projects")[0].GetProperty("problemRows")[0];
        (row.GetProperty("sourceRow").GetInt64(), row.GetProperty("error").GetString()).ShouldBe((3, "SY2120"));
    }

    [Fact]
    public async Task A_broken_guard_of_one_mapping_keeps_all_from_being_written()
    {
        var project = User.Write("crm.syncline.yaml", List.Replace("    key: accountnumber", "    guards: { max-adds: 1 }\n    key: accountnumber", StringComparison.Ordinal));

        var result = (await User.RunAsync(["run", project, "--json"])).ShouldExitWith(4).Json;

        result.GetProperty("projects")[0].GetProperty("state").GetString().ShouldBe("stopped-by-guard");
        (await User.RunAsync("runs list --json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Hooks_start_nothing_unless_allowed_get_the_summary_and_may_stop_the_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hooks of this test are programs of Unix.");
        var project = User.Write("crm.syncline.yaml", List + $"""

            hooks:
              before-compare: [/bin/sh, -c, "cat > {User.FileAt("before.json")}"]
              after-apply: [/usr/bin/tee, {User.FileAt("after.json")}]
              on-failure: [/usr/bin/tee, {User.FileAt("failed.json")}]
            """);

        (await User.RunAsync(["run", project])).ShouldExitWith(1).Error.ShouldContain("--allow-hooks");
        File.Exists(User.FileAt("before.json")).ShouldBeFalse();

        (await User.RunAsync(["run", project, "--allow-hooks"])).ShouldExitWith(0);
        JsonDocument.Parse(await File.ReadAllTextAsync(User.FileAt("before.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("project").GetString().ShouldBe("crm");
        JsonDocument.Parse(await File.ReadAllTextAsync(User.FileAt("after.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("runs").GetArrayLength().ShouldBe(3);
        File.Exists(User.FileAt("failed.json")).ShouldBeFalse();

        User.Write("crm.syncline.yaml", (await File.ReadAllTextAsync(project, TestContext.Current.CancellationToken)).Replace("cat > ", "echo not today >&2; exit 7; ", StringComparison.Ordinal));
        (await User.RunAsync(["run", project, "--allow-hooks"])).ShouldExitWith(1).Error.ShouldContain("The hook before-compare ended with 7. not today");
        JsonDocument.Parse(await File.ReadAllTextAsync(User.FileAt("failed.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("state").GetString().ShouldBe("failed");
    }

    [Fact]
    public async Task A_hook_that_takes_too_long_is_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The hooks of this test are programs of Unix.");
        var project = User.Write("crm.syncline.yaml", List + "\nhooks: { before-compare: [/bin/sleep, \"600\"], time-limit: 0.2 }\n");

        (await User.RunAsync(["run", project, "--allow-hooks"])).ShouldExitWith(1).Error.ShouldContain("took longer than 0.2 s");
    }

    [Fact]
    public async Task A_plan_is_excluded_exported_applied_by_digest_and_verified()
    {
        var project = User.Write("crm.syncline.yaml", List);
        (await User.RunAsync(["plan", project, "--out", User.FileAt("p.plan")])).ShouldExitWith(0);
        var plan = User.FileAt("p.1-companies.plan");

        (await User.RunAsync(["plan", "exclude", plan])).ShouldExitWith(64);
        (await User.RunAsync(["plan", "exclude", plan, "--where", "nam = 'Child'"])).ShouldExitWith(1).Error.ShouldContain("mean 'name'");
        var smaller = (await User.RunAsync(["plan", "exclude", plan, "--where", "name = 'Child'", "--out", User.FileAt("q.plan"), "--json"])).ShouldExitWith(0).Json;
        smaller.GetProperty("changes").GetProperty("add").GetInt64().ShouldBe(1);
        (await User.RunAsync(["plan", "export", User.FileAt("q.plan"), "--out", User.FileAt("q.xlsx")])).ShouldExitWith(0);
        (await User.RunAsync(["plan", "show", plan, "--skip", "1", "--format", "csv"])).ShouldExitWith(0).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);

        (await User.RunAsync(["apply", User.FileAt("q.plan"), "--yes", "--approve", "sha256:other"])).ShouldExitWith(4);
        var run = (await User.RunAsync(["apply", User.FileAt("q.plan"), "--yes", "--json", "--approve", smaller.GetProperty("digest").GetString()!])).ShouldExitWith(0).Json.GetProperty("id").GetString()!;
        (await User.RunAsync(["verify", run])).ShouldExitWith(0).Out.ShouldContain("All is as the plan wants it");
    }
}
