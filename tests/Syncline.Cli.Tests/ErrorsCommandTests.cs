namespace Syncline.Cli.Tests;

/// <summary>Rows that a run could not write come back as a file that can be corrected and fed again.</summary>
public sealed class ErrorsCommandTests : IAsyncLifetime
{
    private const string Project = """
        source: { connection: crm, table: contacts.csv }
        target: { connection: contoso, table: contact }
        key: [externaluseridentifier]
        columns:
          externaluseridentifier: id
          lastname: last_name
          firstname: { value: "upper(first_name)" }
          gendercode: { from: gender, choice: label }
        """;

    private const string Contacts = """
        id,note,first_name,last_name,gender
        C-1001,"first, second",Ines,Albrecht-Neu,female
        C-1002,,Jonas,Petersen-Neu,Male
        C-9001,"",Maja,"Lind ""Linn"" qvist",Female

        """;

    private SandboxSite site = null!;

    private CommandHome User => site.User;

    private string Failed => User.FileAt("data/failed.csv");

    public async ValueTask InitializeAsync()
    {
        site = await SandboxSite.StartAsync();
        User.Write("data/contacts.csv", Contacts);
        (await User.RunAsync(["connection", "add", "crm", "--connector", "csv", "--set", $"path={User.FileAt("data")}"])).ShouldExitWith(0);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_conflicting_row_comes_back_as_the_source_had_it_with_the_reason_and_can_be_fed_again()
    {
        var run = await ConflictAsync();
        var result = (await User.RunAsync(["errors", run, "--out", Failed, "--json"])).ShouldExitWith(0).Json;
        result.GetProperty("rows").GetInt64().ShouldBe(1);
        result.GetProperty("fromSource").GetBoolean().ShouldBeTrue();
        var lines = await ReadAsync(Failed);
        lines.Length.ShouldBe(2);
        lines[0].ShouldBe("id,note,first_name,last_name,gender,syncline_error");
        lines[1].ShouldStartWith("C-1001,\"first, second\",Ines,Albrecht-Neu,female,");
        lines[1].Length.ShouldBeGreaterThan("C-1001,\"first, second\",Ines,Albrecht-Neu,female,".Length);

        var again = User.Write("again.syncline.yaml", Project.Replace("contacts.csv", "failed.csv", StringComparison.Ordinal));
        (await User.RunAsync(["run", again, "--json"])).ShouldExitWith(0).Json.GetProperty("run").GetProperty("applied").GetProperty("done").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task A_source_that_changed_since_gives_the_values_of_the_plan_and_says_so()
    {
        var run = await ConflictAsync();
        User.Write("data/contacts.csv", "id,note,first_name,last_name,gender\nC-7777,,Someone,Else,Male\n");
        var result = (await User.RunAsync(["errors", run, "--out", Failed])).ShouldExitWith(0);
        result.Out.ShouldContain("changed since the plan");
        var lines = await ReadAsync(Failed);
        lines[0].ShouldBe("id,last_name,firstname,gender,syncline_error");
        lines[1].ShouldStartWith("C-1001,Albrecht-Neu,INES,Female,");
    }

    [Fact]
    public async Task A_source_that_is_gone_gives_the_values_of_the_plan_and_says_so()
    {
        var run = await ConflictAsync();
        (await User.RunAsync("connection remove crm")).ShouldExitWith(0);
        var result = (await User.RunAsync(["errors", run, "--out", Failed, "--json"])).ShouldExitWith(0).Json;
        result.GetProperty("fromSource").GetBoolean().ShouldBeFalse();
        result.GetProperty("notFromSource").GetString()!.ShouldContain("crm");
        (await ReadAsync(Failed)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        var run = await ConflictAsync();
        User.Write("data/failed.csv", "precious");
        (await User.RunAsync(["errors", run, "--out", Failed])).ShouldExitWith(1).Error.ShouldContain("failed.csv");
        (await File.ReadAllTextAsync(Failed, TestContext.Current.CancellationToken)).ShouldBe("precious");
    }

    [Fact]
    public async Task A_run_without_failures_makes_no_file()
    {
        var run = (await User.RunAsync(["run", User.Write("contacts.syncline.yaml", Project), "--json"])).ShouldExitWith(0).Json;
        (await User.RunAsync(["errors", run.GetProperty("run").GetProperty("id").GetString()!, "--out", Failed])).ShouldExitWith(0).Out.ShouldContain("no file");
        File.Exists(Failed).ShouldBeFalse();
        Directory.GetFiles(User.FileAt("data"), "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_run_tells_each_reason_once_with_how_many_rows_have_it_and_what_to_do()
    {
        var run = await ConflictAsync();
        var shown = (await User.RunAsync(["runs", "show", run])).ShouldExitWith(0).Out;
        shown.ShouldContain("! 1 row: ");
        shown.ShouldContain($"syncline errors {run} --out failed.csv");
        var reason = (await User.RunAsync(["runs", "show", run, "--json"])).ShouldExitWith(0).Json.GetProperty("run").GetProperty("reasons")[0];
        (reason.GetProperty("state").GetString(), reason.GetProperty("rows").GetInt64()).ShouldBe(("conflict", 1));
        reason.GetProperty("message").GetString()!.Length.ShouldBeGreaterThan(10);
        reason.GetProperty("advice").GetString()!.Length.ShouldBeGreaterThan(10);
    }

    private static Task<string[]> ReadAsync(string path) => File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);

    // Somebody else renames a contact between plan and apply.
    private async Task<string> ConflictAsync()
    {
        var plan = User.FileAt("stale.plan");
        (await User.RunAsync(["plan", User.Write("contacts.syncline.yaml", Project), "--out", plan])).ShouldExitWith(0);
        User.Write("data/other.csv", "id,last_name\nC-1001,Elsewhere\n");
        var other = User.Write("other.syncline.yaml", """
            source: { connection: crm, table: other.csv }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: id, lastname: last_name }
            """);
        (await User.RunAsync(["run", other])).ShouldExitWith(0);
        return (await User.RunAsync(["apply", plan, "--yes", "--json"])).ShouldExitWith(5).Json.GetProperty("id").GetString()!;
    }
}
