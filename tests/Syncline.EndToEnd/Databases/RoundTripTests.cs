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
