namespace Syncline.Cli.Tests;

/// <summary>write-back between two tables of a Dynamics 365 site: accounts are made of contacts, which are told the new ids.</summary>
public sealed class WriteBackTests : IAsyncLifetime
{
    private const string Project = """
        source: { connection: contoso, table: contact }
        target: { connection: contoso, table: account }
        key: accountnumber
        columns: { accountnumber: externaluseridentifier, name: fullname }
        source-filter: externaluseridentifier in ('C-1001', 'C-1002')
        write-back: { column: description }
        """;

    private SandboxSite site = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync() => site = await SandboxSite.StartAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Contacts_get_the_ids_of_the_accounts_that_were_made_of_them()
    {
        var project = User.Write("accounts.syncline.yaml", Project);
        var plan = User.FileAt("accounts.plan");
        (await User.RunAsync(["project", "check", project])).ShouldExitWith(0);
        (await User.RunAsync(["plan", project, "--out", plan])).ShouldExitWith(0);
        var shown = (await User.RunAsync(["plan", "show", plan])).ShouldExitWith(0).Out;
        shown.ShouldContain("After each add, accountid is written back to description of contoso / contact.");
        shown.ShouldNotContain("source.contactid");

        var run = (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(0).Json;

        var back = run.GetProperty("writeBack");
        (back.GetProperty("done").GetInt64(), back.GetProperty("failed").GetInt64(), back.GetProperty("pending").GetInt64()).ShouldBe((2, 0, 0));
        foreach (var number in new[] { "C-1001", "C-1002" })
        {
            var contact = await LookAsync("contact", "description", $"externaluseridentifier eq '{number}'");
            contact.ShouldBe(await LookAsync("account", "accountid", $"accountnumber eq '{number}'"));
        }

        (await User.RunAsync(["runs", "show", run.GetProperty("id").GetString()!])).ShouldExitWith(0).Out.ShouldContain("Written back to the source: 2 rows.");
        (await User.RunAsync(["plan", project, "--exit-code"])).ShouldExitWith(0);
    }

    [Fact]
    public async Task A_row_that_could_not_be_written_back_is_told_with_the_reason_and_stands_in_a_file_of_its_own()
    {
        var plan = User.FileAt("accounts.plan");
        (await User.RunAsync(["plan", User.Write("accounts.syncline.yaml", Project), "--out", plan])).ShouldExitWith(0);
        User.Write("data/people.csv", "id\nC-1003\n");
        (await User.RunAsync(["connection", "add", "crm", "--connector", "csv", "--set", $"path={User.FileAt("data")}"])).ShouldExitWith(0);
        (await User.RunAsync(["run", User.Write("clean.syncline.yaml", """
            source: { connection: crm, table: people.csv }
            target: { connection: contoso, table: contact }
            key: externaluseridentifier
            columns: { externaluseridentifier: id }
            target-filter: { odata: "externaluseridentifier eq 'C-1002' or externaluseridentifier eq 'C-1003'" }
            actions: { delete: true }
            guards: { max-deletes: 1 }
            """)])).ShouldExitWith(0);

        var result = (await User.RunAsync(["apply", plan, "--yes"])).ShouldExitWith(5);

        result.Out.ShouldContain("2 rows written");
        result.Out.ShouldContain("! 1 row added, but not written back: ");
        result.Out.ShouldContain("--retry-failed");
        var run = (await User.RunAsync("runs list --json")).ShouldExitWith(0).Json[0].GetProperty("id").GetString()!;
        var shown = (await User.RunAsync(["runs", "show", run, "--json"])).ShouldExitWith(0).Json.GetProperty("run").GetProperty("reasons")[0];
        (shown.GetProperty("ofWriteBack").GetBoolean(), shown.GetProperty("rows").GetInt64()).ShouldBe((true, 1));

        var written = (await User.RunAsync(["errors", run, "--out", User.FileAt("failed.csv"), "--json"])).ShouldExitWith(0).Json;
        (written.GetProperty("rows").GetInt64(), written.GetProperty("notWrittenBack").GetInt64()).ShouldBe((0, 1));
        File.Exists(User.FileAt("failed.csv")).ShouldBeFalse();
        var lines = await File.ReadAllLinesAsync(written.GetProperty("writeBackFile").GetString()!, TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(2);
        lines[0].ShouldBe("contactid,description,syncline_error");
        lines[1].Split(',')[1].ShouldBe(await LookAsync("account", "accountid", "accountnumber eq 'C-1002'"));
        (await User.RunAsync(["errors", run, "--out", User.FileAt("failed.csv")])).ShouldExitWith(1).Error.ShouldContain("failed.write-back.csv is there already");
    }

    [Fact]
    public async Task A_csv_source_is_refused_by_project_check_with_the_line()
    {
        User.Write("data/people.csv", "id\nC-1001\n");
        (await User.RunAsync(["connection", "add", "crm", "--connector", "csv", "--set", $"path={User.FileAt("data")}"])).ShouldExitWith(0);
        var project = User.Write("csv.syncline.yaml", "source: { connection: crm, table: people.csv }\ntarget: { connection: contoso, table: account }\nkey: accountnumber\ncolumns: { accountnumber: id }\nwrite-back: { column: id }\n");

        var error = (await User.RunAsync(["project", "check", project])).ShouldExitWith(1).Error;

        error.ShouldContain("SY1120");
        error.ShouldContain("csv.syncline.yaml:5:1");
        error.ShouldContain("The connection crm can not be written to");
    }

    private async Task<string?> LookAsync(string table, string column, string filter) =>
        (await User.RunAsync(["preview", "contoso", table, "--select", column, "--filter", filter, "--raw", "--json"])).ShouldExitWith(0).Json[0].GetProperty(column).GetString();
}
