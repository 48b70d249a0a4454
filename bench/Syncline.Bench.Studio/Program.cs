using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using Syncline.Core.Connectors;
using Syncline.Sync.Plans;
using Syncline.Workspace;
using Syncline.Workspace.Planning;

// What it costs to look at a plan of many rows, as the Studio's review does it, beside DuckDB alone on the same file. Each measurement is a process of its own,
// so that its peak memory is its own (the kernel's VmHWM).
//   dotnet run -c Release --project bench/Syncline.Bench.Studio -- 1000000     changes of the plan
const int Page = 100;
var root = Path.Combine(Path.GetTempPath(), "syncline-bench-studio");
if (args is ["review" or "floor" or "against", var path, var other])
{
    await (args[0] switch { "review" => ReviewAsync(path), "floor" => FloorAsync(path), _ => AgainstAsync(path, other) });
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    peak memory {Peak() >> 20:N0} MiB"));
    return 0;
}

var rows = args is [var size] ? int.Parse(size, CultureInfo.InvariantCulture) : 1_000_000;
var (now, earlier) = await MakeAsync(rows);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} updates, {new FileInfo(now).Length >> 20} MiB, {Environment.ProcessorCount} processors"));
foreach (var what in (string[])["floor", "review", "against"])
{
    Console.WriteLine(what);
    string[] host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Program).Assembly.Location] : [];
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. host, what, now, earlier]) { UseShellExecute = false })!;
    await process.WaitForExitAsync();
    if (process.ExitCode != 0)
    {
        return 1;
    }
}

Directory.Delete(root, recursive: true);
return 0;

static void Tell(string what, Stopwatch clock)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {what,-44} {clock.Elapsed.TotalMilliseconds,8:N0} ms"));
    clock.Restart();
}

static long Peak() => long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) << 10;

// Two plans for the same million rows, of which one in ten is planned otherwise.
async Task<(string Now, string Earlier)> MakeAsync(int count)
{
    Directory.CreateDirectory(root);
    var workspace = new SynclineWorkspace(new SynclineHome(Path.Combine(root, "home")), _ => null);
    foreach (var (name, word) in (ReadOnlySpan<(string, string)>)[("source", "Town"), ("target", "City")])
    {
        WriteCsv(name, word, count, skipTenth: false);
    }

    foreach (var name in (string[])["source", "target"])
    {
        var settings = new ConnectionSettings { Name = name, Connector = "csv", Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = Path.Combine(root, name) } };
        await workspace.SaveAsync(settings, replace: true, CancellationToken.None);
    }

    var project = Path.Combine(root, "many.syncline.yaml");
    await File.WriteAllTextAsync(project, """
        source: { connection: source, table: many.csv }
        target: { connection: target, table: many.csv }
        key: [id]
        columns: { id: id, name: name, city: city, amount: amount, street: street, phone: phone, mail: mail, note: note }
        guards: { max-updates: 100% }
        """);
    var planning = new ProjectPlanning(workspace);
    var first = await planning.PlanAsync(new PlanRequest { ProjectPath = project }, null, CancellationToken.None);
    WriteCsv("source", "Town", count, skipTenth: true);
    var second = await planning.PlanAsync(new PlanRequest { ProjectPath = project }, null, CancellationToken.None);
    return (second.Path, first.Path);
}

void WriteCsv(string name, string word, int count, bool skipTenth)
{
    Directory.CreateDirectory(Path.Combine(root, name));
    using var writer = new StreamWriter(Path.Combine(root, name, "many.csv"));
    writer.WriteLine("id,name,city,amount,street,phone,mail,note");
    for (var i = 1; i <= count; i++)
    {
        var city = skipTenth && i % 10 == 0 ? "Elsewhere" : word;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i},Name of {i * 7919L % 1_000_003},{city} {i % 977},{i % 10_007}.{i % 100:00},Street {i % 5003},+49 {i * 31L % 10_000_019},n{i}@example.com,Note {i % 131}"));
    }
}

static async Task ReviewAsync(string path)
{
    var clock = Stopwatch.StartNew();
    await using var plan = await PlanFile.OpenAsync(path, CancellationToken.None);
    Tell("open", clock);
    await PageAsync(plan, 1);
    Tell("first page of 100 rows", clock);
    await PlanChangeGroups.ReadAsync(plan, CancellationToken.None);
    Tell("groups by what differs", clock);
    var random = new Random(1);
    var slowest = TimeSpan.Zero;
    for (var i = 0; i < 100; i++)
    {
        var began = Stopwatch.GetTimestamp();
        await PageAsync(plan, random.NextInt64(1, plan.Header.Counts.Changes - Page));
        slowest = Stopwatch.GetElapsedTime(began) is var took && took > slowest ? took : slowest;
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    100 pages anywhere: {clock.Elapsed.TotalMilliseconds / 100:N1} ms each, slowest {slowest.TotalMilliseconds:N0} ms"));
    clock.Restart();
    await PlanSearch.FindAsync(plan, PlanAction.Update, "Street 17", CancellationToken.None);
    Tell("find a text in every value", clock);
}

static async Task PageAsync(PlanFile plan, long first)
{
    var count = 0;
    await foreach (var change in plan.ReadChangesAsync([.. Enumerable.Range(0, Page).Select(i => first + i)], CancellationToken.None))
    {
        count += change.Changed.Count > 0 ? 1 : 0;
    }

    if (count != Page)
    {
        throw new InvalidDataException($"{count} rows instead of {Page}.");
    }
}

static async Task FloorAsync(string path)
{
    var clock = Stopwatch.StartNew();
    await using var connection = new DuckDBConnection($"Data Source={path};ACCESS_MODE=READ_ONLY");
    await connection.OpenAsync();
    await using var command = connection.CreateCommand();
    command.CommandText = "SELECT header::VARCHAR FROM plan";
    await command.ExecuteScalarAsync();
    Tell("open", clock);
    command.CommandText = "SELECT count(*) FROM changes";
    var count = Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    clock.Restart();
    var random = new Random(1);
    for (var i = 0; i < 100; i++)
    {
        var first = random.NextInt64(1, count - Page);
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM changes WHERE seq >= {first} AND seq < {first + Page} ORDER BY seq");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            reader.GetInt64(0);
        }
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    100 pages anywhere: {clock.Elapsed.TotalMilliseconds / 100:N1} ms each"));
}

static async Task AgainstAsync(string path, string other)
{
    await using var plan = await PlanFile.OpenAsync(path, CancellationToken.None);
    await using var before = await PlanFile.OpenAsync(other, CancellationToken.None);
    var clock = Stopwatch.StartNew();
    var found = await PlanComparison.OfAsync(plan, before, workFolder: null, CancellationToken.None);
    Tell(string.Create(CultureInfo.InvariantCulture, $"against an earlier plan: {found.Different.Count:N0} different"), clock);
}
