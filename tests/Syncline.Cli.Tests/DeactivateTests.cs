namespace Syncline.Cli.Tests;

/// <summary>delete: deactivate against a Dynamics 365 site: accounts have an inactive state, leads have others.</summary>
public sealed class DeactivateTests : IAsyncLifetime
{
    private SandboxSite site = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync();
        User.Write("data/keep.csv", "number,lead\nA-100,Nobody\n");
        await site.AddFilesAsync();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Accounts_that_the_source_has_not_got_become_inactive_and_undo_makes_them_active_again()
    {
        var project = User.Write("accounts.syncline.yaml", """
            source: { connection: crm, table: keep.csv }
            target: { connection: contoso, table: account }
            key: accountnumber
            columns: { accountnumber: number }
            target-filter: { odata: "accountnumber ne null" }
            actions: { add: false, update: false, delete: deactivate }
            guards: { max-deletes: 100% }
            """);
        var plan = User.FileAt("accounts.plan");
        string[] look = ["preview", "contoso", "account", "--select", "accountnumber,statecode,statuscode", "--filter", "accountnumber ne null", "--rows", "5000", "--raw", "--json"];
        var before = (await User.RunAsync(look)).ShouldExitWith(0).Out;

        var planned = (await User.RunAsync(["plan", project, "--out", plan, "--json"])).ShouldExitWith(0).Json;
        planned.GetProperty("deactivate").GetInt64().ShouldBeGreaterThan(0);
        (await User.RunAsync(["plan", "show", plan])).ShouldExitWith(0).Out.ShouldContain("Active → Inactive");
        var run = (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(0).Json;

        run.GetProperty("applied").GetProperty("done").GetInt64().ShouldBe(planned.GetProperty("deactivate").GetInt64());
        foreach (var account in (await User.RunAsync(look)).ShouldExitWith(0).Json.EnumerateArray())
        {
            (account.GetProperty("statecode").GetInt32(), account.GetProperty("statuscode").GetInt32()).ShouldBe((1, 2), account.ToString());
        }

        (await User.RunAsync(["plan", project, "--exit-code"])).ShouldExitWith(0);
        var undo = User.FileAt("undo.plan");
        (await User.RunAsync(["undo", run.GetProperty("id").GetString()!, "--out", undo])).ShouldExitWith(0);
        (await User.RunAsync(["apply", undo, "--yes"])).ShouldExitWith(0);
        (await User.RunAsync(look)).ShouldExitWith(0).Out.ShouldBe(before);
    }

    [Fact]
    public async Task Leads_are_refused_by_project_check_because_their_states_mean_something_else()
    {
        var project = User.Write("leads.syncline.yaml", """
            source: { connection: crm, table: keep.csv }
            target: { connection: contoso, table: lead }
            key: lastname
            columns: { lastname: lead }
            actions: { delete: deactivate }
            """);

        var check = (await User.RunAsync(["project", "check", project])).ShouldExitWith(1);

        check.Error.ShouldContain("SY1117");
        check.Error.ShouldContain("Rows of lead can not be deactivated");
        check.Error.ShouldContain("leads.syncline.yaml:5:");
    }
}
