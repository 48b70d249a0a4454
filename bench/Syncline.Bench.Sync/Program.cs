using System.Diagnostics;
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Syncline.Bench.Sync;
using Syncline.Connectors.Files.Csv;
using Syncline.Core.Connectors;
using Syncline.Sync;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

// What a compare costs, beside the floor in the same run: DuckDB alone doing the least that gives the same answer. Each measurement is a process of
// its own, so that its peak memory is its own (the kernel's VmHWM).
//   dotnet run -c Release --project bench/Syncline.Bench.Sync -- 1000000 10000000     rows of each side, one table per number
// Compare: ten columns, one row in a hundred differs, limit 1 GiB. Ours is the whole plan from rows in memory (stage, map, compare, write, digest);
// of it "map" and "compare" are set beside DuckDB's join of the same two staged tables, made into a table of the rows that differ.
// Incremental: two tables that are the same, mirrored before; a hundred rows of the target have changed.
// Files: two CSV files to a plan, beside DuckDB's read_csv of both and that join.
const long MemoryLimit = 1L << 30;
const long Allowance = 300L << 20;
var folder = Path.Combine(Path.GetTempPath(), "syncline-bench-sync");
Directory.CreateDirectory(folder);
if (args is [("plan" or "incremental" or "join" or "csv-plan" or "csv-join") and var what, var number])
{
    await MeasureAsync(what, int.Parse(number, CultureInfo.InvariantCulture));
    return 0;
}

var sizes = args.Length == 0 ? [1_000_000] : args.Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToArray();
var good = true;
foreach (var rows in sizes)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{rows:N0} rows × 10 columns on each side, 1 % different, {Environment.ProcessorCount} processors"));
    await new SampleTable(rows, differs: false).WriteCsvAsync(CsvPath(rows, "source"));
    await new SampleTable(rows, differs: true).WriteCsvAsync(CsvPath(rows, "target"));
    foreach (var step in (string[])["join", "plan", "incremental", "csv-join", "csv-plan"])
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Host(), step, rows.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Console.Write(line);
        good &= process.ExitCode == 0;
    }

    File.Delete(CsvPath(rows, "source"));
    File.Delete(CsvPath(rows, "target"));
}

return good ? 0 : 1;

string CsvPath(int rows, string side) => Path.Combine(folder, $"{side}-{rows}.csv");

static IEnumerable<string> Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(SampleTable).Assembly.Location] : [];

async Task MeasureAsync(string what, int rows)
{
    var clock = Stopwatch.StartNew();
    switch (what)
    {
        case "plan":
            Report(what, clock, await PlanAsync(new SampleTable(rows, differs: false), new SampleTable(rows, differs: true), "s", "t"));
            break;
        case "incremental":
            // Both sides are the same at first, then a hundred rows of the target change.
            await PlanAsync(new SampleTable(rows, differs: false), new SampleTable(rows, differs: false), "s", "t", mirrored: true);
            clock.Restart();
            Report(what, clock, await PlanAsync(new SampleTable(rows, differs: false), new SampleTable(rows, differs: false) { Moved = true }, "s", "t", mirrored: true));
            Directory.Delete(Path.Combine(folder, "mirrors"), recursive: true);
            break;
        case "csv-plan":
            await using (var source = await OpenAsync(CsvPath(rows, "source")))
            await using (var target = new CsvTarget(await OpenAsync(CsvPath(rows, "target"))))
            {
                Report(what, clock, await PlanAsync(source, target, $"source-{rows}.csv", $"target-{rows}.csv"));
            }

            break;
        default:
            await JoinAsync(what, rows);
            break;
    }
}

async Task<PlanHeader> PlanAsync(IConnection source, IConnection target, string from, string to, bool mirrored = false)
{
    var project = ProjectReader.Read(
        $$"""
        source: { connection: a, table: {{from}} }
        target: { connection: b, table: {{to}} }
        key: code
        incremental: {{(mirrored ? "true" : "false")}}
        columns: { code: code, {{string.Join(", ", SampleTable.Columns.Where(column => column.Name is not ("id" or "code")).Select(column => $"{column.Name}: {column.Name}"))}} }
        """,
        "bench.syncline.yaml",
        ProjectParameters.None);
    var path = Path.Combine(folder, $"{Guid.NewGuid():n}.plan");
    try
    {
        return await Planner.PlanAsync(project, source, target, new PlanOptions { OutPath = path, WorkFolder = folder, MemoryLimit = MemoryLimit, MirrorFolder = Path.Combine(folder, "mirrors") }, null, CancellationToken.None);
    }
    finally
    {
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }
}

async Task<IConnection> OpenAsync(string path) => await new CsvConnector().ConnectAsync(
    new ConnectionSettings { Name = "files", Connector = "csv", Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = path } },
    new ConnectorServices { HttpHandler = new SocketsHttpHandler(), State = new NoState() },
    CancellationToken.None);

// The floor: the same question in one statement.
async Task JoinAsync(string what, int rows)
{
    await using var connection = new DuckDBConnection("Data Source=:memory:");
    await connection.OpenAsync();
    await using var command = connection.CreateCommand();
    command.CommandText = $"SET memory_limit = '{MemoryLimit / 1024}KiB'; SET temp_directory = '{folder}'; SET preserve_insertion_order = false";
    await command.ExecuteNonQueryAsync();
    var clock = Stopwatch.StartNew();
    foreach (var side in (string[])["source", "target"])
    {
        command.CommandText = $"CREATE TABLE {side} AS FROM read_csv('{CsvPath(rows, side)}')";
        await command.ExecuteNonQueryAsync();
    }

    var reading = clock.Elapsed;
    var differs = string.Join(" OR ", SampleTable.Columns.Where(column => column.Name is not ("id" or "code")).Select(column => $"s.{column.Name} IS DISTINCT FROM t.{column.Name}"));
    command.CommandText = $"CREATE TABLE changes AS SELECT s.* FROM source s FULL OUTER JOIN target t ON s.code = t.code WHERE s.code IS NULL OR t.code IS NULL OR {differs}";
    await command.ExecuteNonQueryAsync();
    command.CommandText = "SELECT count(*) FROM changes";
    var changes = (long)(await command.ExecuteScalarAsync())!;
    Line(what == "join" ? "DuckDB: join alone" : "DuckDB: read_csv + join", what == "join" ? clock.Elapsed - reading : clock.Elapsed, changes, "");
}

void Report(string what, Stopwatch clock, PlanHeader header)
{
    var parts = new StringBuilder();
    foreach (var (name, seconds) in header.Durations)
    {
        parts.Append(CultureInfo.InvariantCulture, $"{name} {seconds:0.00} s, ");
    }

    var peak = Peak();
    Line(what switch { "plan" => "Syncline: rows in memory → plan", "incremental" => "Syncline: 100 changed rows → plan", _ => "Syncline: two CSV files → plan" }, clock.Elapsed, header.Counts.Changes, parts.ToString().TrimEnd(',', ' '));
    if (peak > MemoryLimit + Allowance)
    {
        Console.WriteLine("  The peak is more than the limit and 300 MB.");
        Environment.ExitCode = 1;
    }
}

static void Line(string what, TimeSpan elapsed, long changes, string parts) => Console.WriteLine(
    string.Create(CultureInfo.InvariantCulture, $"  {what,-34} {elapsed.TotalSeconds,7:0.00} s   {changes:N0} changes   peak {Peak() >> 20:N0} MiB   {parts}"));

// Linux tells the most that a process has had in memory; elsewhere this is what the runtime knows.
static long Peak()
{
    if (!OperatingSystem.IsLinux())
    {
        return Process.GetCurrentProcess().PeakWorkingSet64;
    }

    var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
    return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
}
