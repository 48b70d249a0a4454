using System.Diagnostics;
using System.Text.Json;

namespace Syncline.EndToEnd;

/// <summary>Dynamics 365 to a file and back: the way back finds nothing to change, for columns of every type that can be written.</summary>
public sealed class FileRoundTripTests : IAsyncLifetime
{
    private const string Table = "new_project";
    private const string Key = "new_projectid";

    private readonly Terminal terminal = new();
    private Process sandbox = null!;

    public async ValueTask InitializeAsync()
    {
        sandbox = terminal.Start("sandbox", "--json");
        var site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        var app = site.GetProperty("confidentialClient");
        (await terminal.RunAsync(
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.GetProperty("site").GetString()}",
            "--set", $"client-id={app.GetProperty("id").GetString()}", "--set", "grant-type=client_credentials", "--set", $"token-url={site.GetProperty("tokenUrl").GetString()}",
            "--secret", $"client-secret=file:{terminal.Write("secret.txt", app.GetProperty("secret").GetString()!)}")).ShouldExitWith(0);
    }

    public ValueTask DisposeAsync()
    {
        new ProcessEnd(sandbox).Dispose();
        sandbox.Dispose();
        terminal.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("csv", "projects.csv", false)]
    [InlineData("csv", "projects.tsv.zst", true)]
    [InlineData("json", "projects.json", false)]
    [InlineData("json", "projects.jsonl", true)]
    [InlineData("parquet", "projects.parquet", false)]
    [InlineData("excel", "projects.xlsx", false)]
    public async Task Rows_go_to_a_file_and_back_without_a_difference(string connector, string file, bool isDeclared)
    {
        var columns = await ColumnsAsync();
        columns.Select(column => column.Kind).Distinct().ShouldBe(
            ["boolean", "choice", "choices", "date", "date-time", "decimal", "double", "guid", "integer", "local-date-time", "lookup", "money", "text"], ignoreOrder: true);
        string[] path = ["connection", "add", "files", "--connector", connector, "--set", $"path={terminal.FileAt(file)}"];
        if (isDeclared)
        {
            (await terminal.RunAsync([.. path, "--set", $"columns={string.Join(", ", columns.Select(column => $"{column.Name}:{column.FileType}"))}"])).ShouldExitWith(0);
        }
        else
        {
            (await terminal.RunAsync(path)).ShouldExitWith(0);
            (await terminal.RunAsync("table", "create", "files", file, "--from", "contoso", Table, "--select", string.Join(',', columns.Select(column => column.Name)), "--yes")).ShouldExitWith(0)
                .Out.ShouldContain($"Made {file} with {columns.Count} columns.");
        }

        var map = string.Concat(columns.Select(column => $"  {column.Name}: {column.Name}\n"));

        var there = terminal.Write("there.syncline.yaml", $"source: {{ connection: contoso, table: {Table} }}\ntarget: {{ connection: files, table: {file} }}\nkey: [{Key}]\ncolumns:\n{map}");
        var run = (await terminal.RunAsync("run", there, "--json")).ShouldExitWith(0);
        run.Out.ShouldContain("\"failed\": 0");

        await ShouldBeEmptyAsync(there);
        await ShouldBeEmptyAsync(terminal.Write("back.syncline.yaml", $"source: {{ connection: files, table: {file} }}\ntarget: {{ connection: contoso, table: {Table} }}\nkey: [{Key}]\ncolumns:\n{map}"));
        (await terminal.RunAsync("preview", "files", file, "--rows", "3", "--json")).ShouldExitWith(0).Json.GetArrayLength().ShouldBe(3);
    }

    private async Task ShouldBeEmptyAsync(string project)
    {
        var changes = (await terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0).Json.GetProperty("changes");
        (changes.GetProperty("add").GetInt64(), changes.GetProperty("update").GetInt64(), changes.GetProperty("delete").GetInt64()).ShouldBe((0, 0, 0));
    }

    private async Task<IReadOnlyList<(string Name, string Kind, string FileType)>> ColumnsAsync()
    {
        var table = (await terminal.RunAsync("table", "show", "contoso", Table, "--json")).ShouldExitWith(0).Json;
        return
        [
            .. table.GetProperty("columns").EnumerateArray()
                .Where(column => !column.TryGetProperty("companionOf", out _) && column.GetProperty("canInsert").GetBoolean())
                .Where(column => !column.TryGetProperty("lookupTargets", out var targets) || targets.GetArrayLength() == 1)
                .Select(column => (column.GetProperty("name").GetString()!, column.GetProperty("type").GetString()!))
                .Select(column => (column.Item1, column.Item2, FileTypeOf(column.Item2))),
        ];
    }

    private static string FileTypeOf(string kind) => kind switch
    {
        "lookup" or "guid" => "id",
        "choice" => "integer",
        "choices" => "text",
        "money" => "decimal",
        "double" => "number",
        _ => kind,
    };
}
