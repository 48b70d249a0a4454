using System.Text;
using System.Text.Json;
using Syncline.DatabaseServers;
using Syncline.Sandbox;

namespace Syncline.EndToEnd.Databases;

/// <summary>Dynamics 365 → a database → Dynamics 365, by the commands that a user types: nothing is lost on the way, so nothing is left to do.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private readonly Terminal terminal = new();
    private SandboxServer site = null!;

    public async ValueTask InitializeAsync()
    {
        site = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        var app = site.Options.Directory.ConfidentialClient;
        var secret = terminal.Write("client-secret", app.Secret!);
        await RunAsync(
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.Addresses.Site}", "--set", "grant-type=client_credentials", "--set", $"client-id={app.Id}",
            "--set", $"token-url={site.Addresses.TokenUrl}", "--secret", $"client-secret=file:{secret}");
    }

    [Fact]
    public async Task Every_column_goes_through_SQLite_and_back()
    {
        await RunAsync("connection", "add", "copy", "--connector", "sqlite", "--set", $"path={terminal.FileAt("copy.db")}", "--set", "create=true");
        await GoAndReturnAsync("new_project");
        await GoAndReturnAsync("contact");
    }

    [Fact]
    public async Task Every_column_goes_through_PostgreSQL_and_back()
    {
        await using var server = new PostgreSqlServer();
        await server.InitializeAsync();
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        await AddAsync("postgresql", server.Port, PostgreSqlServer.User, PostgreSqlServer.Password, await server.CreateAsync("SELECT 1"));
        await GoAndReturnAsync("new_project");
        await GoAndReturnAsync("contact");
    }

    [Fact]
    public async Task Every_column_goes_through_MariaDB_and_back()
    {
        await using var server = new MariaDbServer();
        await server.InitializeAsync();
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        await AddAsync("mysql", server.Port, MariaDbServer.User, MariaDbServer.Password, await server.CreateAsync("SELECT 1"));
        await GoAndReturnAsync("new_project");
        await GoAndReturnAsync("contact");
    }

    [Fact]
    public async Task A_wire_that_is_cut_before_the_first_row_is_tried_again()
    {
        await using var server = new PostgreSqlServer();
        await server.InitializeAsync();
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        await using var wire = new CutWire(server.Port, "FROM \"public\".\"people\" AS t", most: 2);
        await AddAsync("postgresql", wire.Port, PostgreSqlServer.User, PostgreSqlServer.Password, await server.CreateAsync("CREATE TABLE people (id INTEGER PRIMARY KEY);\nINSERT INTO people VALUES (1), (2)"));

        var rows = await RunAsync("preview", "copy", "people", "--json");

        rows.EnumerateArray().Select(row => row.GetProperty("id").GetInt64()).Order().ShouldBe([1, 2]);
        wire.Cuts.ShouldBe(2);
    }

    [Fact]
    public async Task New_ids_are_written_back_into_the_database_that_the_rows_came_from()
    {
        await using var server = new PostgreSqlServer();
        await server.InitializeAsync();
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        var database = await server.CreateAsync("CREATE TABLE people (no VARCHAR(20) PRIMARY KEY, name VARCHAR(50), crm_id UUID);\nINSERT INTO people VALUES ('W-1', 'One', NULL), ('W-2', 'Two', NULL)");
        await AddAsync("postgresql", server.Port, PostgreSqlServer.User, PostgreSqlServer.Password, database);
        var project = terminal.Write("people.syncline.yaml", """
            source: { connection: copy, table: people }
            target: { connection: contoso, table: contact }
            key: [externaluseridentifier]
            columns: { externaluseridentifier: no, lastname: name }
            write-back: { column: crm_id }
            """);

        var plan = terminal.FileAt("people.plan");
        await RunAsync("plan", project, "--out", plan, "--json");
        var back = (await RunAsync("apply", plan, "--yes", "--json")).GetProperty("writeBack");

        (back.GetProperty("done").GetInt64(), back.GetProperty("failed").GetInt64()).ShouldBe((2, 0));
        foreach (var person in (await RunAsync("preview", "copy", "people", "--json")).EnumerateArray())
        {
            var contact = await RunAsync("preview", "contoso", "contact", "--select", "contactid", "--filter", $"externaluseridentifier eq '{person.GetProperty("no").GetString()}'", "--raw", "--json");
            person.GetProperty("crm_id").GetString().ShouldBe(contact[0].GetProperty("contactid").GetString());
        }
    }

    [Fact]
    public async Task The_program_itself_can_open_connections_to_SQL_Server()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true", "SQL Server's library needs ICU: install libicu.");
        await AddAsync("sql-server", ServerProcess.FreePort(), "syncline", "sesame", "crm");

        var result = (await terminal.RunAsync("connection", "test", "copy")).ShouldExitWith(1);

        (result.Out + result.Error).ShouldContain("No SQL Server answers at the address.");
        using var process = terminal.Start(new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" }, "connection", "test", "copy");
        var without = (await Terminal.EndAsync(process)).ShouldExitWith(1);
        (without.Out + without.Error).ShouldContain("SQL Server's library needs the cultures of the system");
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        terminal.Dispose();
    }

    private async Task AddAsync(string connector, int port, string user, string password, string database) => await RunAsync(
        "connection", "add", "copy", "--connector", connector, "--set", "host=127.0.0.1", "--set", $"port={port}", "--set", $"database={database}", "--set", $"user={user}",
        "--secret", $"password=file:{terminal.Write("database-password", password)}");

    private async Task GoAndReturnAsync(string table)
    {
        var columns = (await RunAsync("table", "show", "contoso", table, "--json")).GetProperty("columns").EnumerateArray().ToList();
        var made = await RunAsync("table", "create", "copy", $"copy_of_{table}", "--from", "contoso", table, "--yes", "--json");
        made.GetProperty("isNew").GetBoolean().ShouldBeTrue();
        var copied = made.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!).ToList();

        var there = Project(table, "contoso", table, "copy", $"copy_of_{table}", copied.Select(name => $"  {name}: {name}"));
        var changes = (await RunAsync("plan", there, "--out", terminal.FileAt($"{table}.plan"), "--json")).GetProperty("changes");
        changes.GetProperty("add").GetInt64().ShouldBeGreaterThan(2);
        await RunAsync("apply", terminal.FileAt($"{table}.plan"), "--yes", "--json");
        await ShouldBeEmptyAsync(there);

        var back = columns.Where(column => copied.Contains(column.GetProperty("name").GetString()!) && IsWritten(column));
        await ShouldBeEmptyAsync(Project(table + "-back", "copy", $"copy_of_{table}", "contoso", table, back.Select(Rule).Prepend($"  {table}id: {table}id")));
        (await RunAsync("table", "create", "copy", $"copy_of_{table}", "--from", "contoso", table, "--yes", "--json")).GetProperty("statements").GetArrayLength().ShouldBe(0);
    }

    // A lookup with several targets needs a rule that names one of them.
    private static bool IsWritten(JsonElement column) =>
        column.GetProperty("canUpdate").GetBoolean() && !(column.TryGetProperty("lookupTargets", out var targets) && targets.ValueKind == JsonValueKind.Array && targets.GetArrayLength() > 1);

    private static string Rule(JsonElement column)
    {
        var name = column.GetProperty("name").GetString();
        return column.GetProperty("type").GetString() is "choice" or "choices" ? $"  {name}: {{ from: {name}, choice: value }}" : $"  {name}: {name}";
    }

    private string Project(string file, string source, string sourceTable, string target, string targetTable, IEnumerable<string> columns)
    {
        var key = $"{(source == "contoso" ? sourceTable : targetTable)}id";
        var text = new StringBuilder($"source: {{ connection: {source}, table: {sourceTable} }}\ntarget: {{ connection: {target}, table: {targetTable} }}\nkey: [{key}]\ncolumns:\n");
        text.AppendJoin('\n', columns.Distinct(StringComparer.Ordinal)).Append("\ncompare: { date-precision: exact, empty-equals-null: false }\n");
        return terminal.Write($"{file}.syncline.yaml", text.ToString());
    }

    private async Task ShouldBeEmptyAsync(string project)
    {
        var plan = await RunAsync("plan", project, "--json");
        var changes = plan.GetProperty("changes");
        foreach (var action in new[] { "add", "update", "delete" })
        {
            changes.GetProperty(action).GetInt64().ShouldBe(0, $"{project}: {action}");
        }
    }

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var result = (await terminal.RunAsync(arguments)).ShouldExitWith(0);
        return arguments.Contains("--json") ? result.Json : default;
    }
}
