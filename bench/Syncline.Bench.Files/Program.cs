using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sylvan.Data.Csv;
using Syncline.Bench.Files;
using Syncline.Connectors.Files.Csv;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

// What reading a CSV file costs beside Sylvan alone, once looking at every value and keeping none, once keeping each as a string for a batch of rows, and
// what one batch of changes costs beside copying the file. All in the same run, in turn; the best of the turns, in seconds and in processor seconds, which
// other programs on the machine disturb less.
//   dotnet run -c Release --project bench/Syncline.Bench.Files -- 1000000
const int Turns = 9;
const int Changes = 50_000;
var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var folder = Directory.CreateTempSubdirectory("syncline-bench-files-").FullName;
var path = Path.Combine(folder, "rows.csv");
await using (var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16))
{
    writer.Write("id,first,last,email,city,amount,born,active,note,more\n");
    for (var i = 0; i < rows; i++)
    {
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{i},Ada,Lovelace {i % 977},ada.{i}@example.com,Köln,{i % 10_007}.25,19{i % 90 + 10}-02-{i % 28 + 1:00},true,\"a, quoted {i}\",\n"));
    }
}

await using var connection = await new CsvConnector().ConnectAsync(
    new ConnectionSettings { Name = "bench", Connector = "csv", Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = path } },
    new ConnectorServices { HttpHandler = new SocketsHttpHandler(), State = null! },
    CancellationToken.None);
var (floor, strings, ours, copy, write) = (Cost.Most, Cost.Most, Cost.Most, Cost.Most, Cost.Most);
for (var turn = 0; turn < Turns; turn++)
{
    floor = floor.Least(await CostAsync(() => SylvanAsync(keeps: false)));
    strings = strings.Least(await CostAsync(() => SylvanAsync(keeps: true)));
    ours = ours.Least(await CostAsync(ReadAsync));
    copy = copy.Least(await CostAsync(CopyAsync));
    write = write.Least(await CostAsync(() => WriteAsync(turn)));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows x 10 columns, {new FileInfo(path).Length / 1e6:F0} MB, {Environment.ProcessorCount} processors"));
Console.WriteLine($"read:  Sylvan alone {floor}; Sylvan to strings {strings}; ours to Arrow batches {ours}");
Console.WriteLine($"       ratio to Sylvan alone {ours.Over(floor)}; to Sylvan to strings {ours.Over(strings)}");
Console.WriteLine($"write: copy and flush {copy}; a batch of {Changes} updates {write}; ratio {write.Over(copy)}");
Directory.Delete(folder, recursive: true);
return 0;

static async Task<Cost> CostAsync(Func<Task<long>> step)
{
    GC.Collect();
    var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
    if (await step() == 0)
    {
        throw new InvalidOperationException("Nothing was done.");
    }

    return new Cost(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
}

async Task<long> SylvanAsync(bool keeps)
{
    using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 64 * 1024);
    await using var csv = await CsvDataReader.CreateAsync(reader, new CsvDataReaderOptions { HasHeaders = true, BufferSize = 64 * 1024 });
    var length = 0L;
    var kept = new string[8192][];
    for (var row = 0; await csv.ReadAsync(); row = (row + 1) % kept.Length)
    {
        var values = keeps ? kept[row] = new string[10] : null;
        for (var i = 0; i < 10; i++)
        {
            length += values is null ? csv.GetFieldSpan(i).Length : (values[i] = csv.GetString(i)).Length;
        }
    }

    return length;
}

async Task<long> ReadAsync()
{
    var count = 0L;
    await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "rows.csv" }, CancellationToken.None))
    {
        count += batch.RowCount;
        batch.Dispose();
    }

    return count;
}

async Task<long> CopyAsync()
{
    await using var source = File.OpenRead(path);
    await using var target = new FileStream(Path.Combine(folder, "copy"), FileMode.Create);
    await source.CopyToAsync(target);
    target.Flush(flushToDisk: true);
    return source.Length;
}

async Task<long> WriteAsync(int turn)
{
    var schema = await connection.DescribeTableAsync("rows.csv", CancellationToken.None);
    var builder = new RowBatchBuilder([schema.Find("id")!, schema.Find("city")!]);
    for (var i = 0; i < Changes; i++)
    {
        builder.AppendRow((i * (long)rows / Changes).ToString(CultureInfo.InvariantCulture), $"Bonn {turn}");
    }

    using var batch = builder.Build();
    var result = await connection.Writer!.WriteAsync(new WriteBatch { Table = "rows.csv", Kind = WriteKind.Update, Rows = batch, KeyColumns = ["id"] }, CancellationToken.None);
    return result.Outcomes.Count(outcome => outcome.Status == RowStatus.Done);
}
