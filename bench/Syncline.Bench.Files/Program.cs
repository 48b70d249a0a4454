using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sylvan.Data.Csv;
using Syncline.Connectors.Files.Csv;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

// What reading a CSV file costs beside Sylvan alone, which looks at every value and keeps none, and what one batch of changes costs beside copying the
// file. Both in the same run, in turn; the best of five.
//   dotnet run -c Release --project bench/Syncline.Bench.Files -- 1000000
const int Turns = 5;
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
var (floor, ours, copy, write) = (double.MaxValue, double.MaxValue, double.MaxValue, double.MaxValue);
for (var turn = 0; turn < Turns; turn++)
{
    floor = Math.Min(floor, await SecondsAsync(SylvanAsync));
    ours = Math.Min(ours, await SecondsAsync(ReadAsync));
    copy = Math.Min(copy, await SecondsAsync(CopyAsync));
    write = Math.Min(write, await SecondsAsync(() => WriteAsync(turn)));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows x 10 columns, {new FileInfo(path).Length / 1e6:F0} MB, {Environment.ProcessorCount} processors"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"read:  Sylvan alone {floor:F3} s, to Arrow batches {ours:F3} s, ratio {ours / floor:F2}"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"write: copy and flush {copy:F2} s, a batch of {Changes:N0} updates {write:F2} s, ratio {write / copy:F2}"));
Directory.Delete(folder, recursive: true);
return 0;

static async Task<double> SecondsAsync(Func<Task<long>> step)
{
    var start = Stopwatch.GetTimestamp();
    if (await step() == 0)
    {
        throw new InvalidOperationException("Nothing was done.");
    }

    return Stopwatch.GetElapsedTime(start).TotalSeconds;
}

async Task<long> SylvanAsync()
{
    using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, 64 * 1024);
    await using var csv = await CsvDataReader.CreateAsync(reader, new CsvDataReaderOptions { HasHeaders = true, BufferSize = 64 * 1024 });
    var length = 0L;
    while (await csv.ReadAsync())
    {
        for (var i = 0; i < 10; i++)
        {
            length += csv.GetFieldSpan(i).Length;
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
