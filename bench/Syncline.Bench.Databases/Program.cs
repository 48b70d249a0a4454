using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Syncline.Bench.Databases;
using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

// PostgreSQL through the connector, beside the floor in the same run: a bare binary COPY of the same rows, in and out.
//   SYNCLINE_BENCH_PASSWORD=… dotnet run -c Release --project bench/Syncline.Bench.Databases -- HOST PORT DATABASE USER [ROWS]
// It makes and drops a table "syncline_bench". Batches are built before the clock starts: what is measured is the way from a batch into the table.
const int BatchRows = 10_000;
const int Passes = 4;
if (args.Length < 4)
{
    Console.Error.WriteLine("Give host, port, database and user.");
    return 64;
}

var rows = args.Length > 4 ? int.Parse(args[4], CultureInfo.InvariantCulture) : 1_000_000;
var settings = new ConnectionSettings
{
    Name = "bench",
    Connector = "postgresql",
    Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = args[0], ["port"] = args[1], ["database"] = args[2], ["user"] = args[3] },
    Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["password"] = new(Environment.GetEnvironmentVariable("SYNCLINE_BENCH_PASSWORD") ?? "") },
};
await using var connection = await new PostgreSqlConnector().ConnectAsync(settings, new ConnectorServices { HttpHandler = new SocketsHttpHandler(), State = new NoState() }, CancellationToken.None);
await using var source = NpgsqlDataSource.Create($"Host={args[0]};Port={args[1]};Database={args[2]};Username={args[3]};Password={settings.Secrets["password"].Reveal()}");
await ExecuteAsync("DROP TABLE IF EXISTS syncline_bench");
await ExecuteAsync($"CREATE TABLE syncline_bench ({SampleRows.Columns})");
var schema = await connection.DescribeTableAsync("syncline_bench", CancellationToken.None);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows × 10 columns, batches of {BatchRows:N0}, {Environment.ProcessorCount} processors"));
Console.WriteLine("| pass | COPY in, rows/s | connector, rows/s | times the floor | COPY out, rows/s | typed COPY out, rows/s | connector, rows/s | times COPY out | times typed |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
for (var pass = 1; pass <= Passes; pass++)
{
    var copyIn = await TimeAsync(CopyInAsync);
    var write = await WriteAsync();
    var copyOut = await TimeAsync(CopyOutAsync);
    var typedOut = await TimeAsync(TypedCopyOutAsync);
    var read = await TimeAsync(ReadAsync);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {pass} | {rows / copyIn:N0} | {rows / write:N0} | {write / copyIn:F2} | {rows / copyOut:N0} | {rows / typedOut:N0} | {rows / read:N0} | {read / copyOut:F2} | {read / typedOut:F2} |"));
}

await ExecuteAsync("DROP TABLE syncline_bench");
return 0;

async Task ExecuteAsync(string sql)
{
    await using var command = source.CreateCommand(sql);
    await command.ExecuteNonQueryAsync();
}

static async Task<double> TimeAsync(Func<Task> action)
{
    var clock = Stopwatch.StartNew();
    await action();
    return clock.Elapsed.TotalSeconds;
}

async Task CopyInAsync()
{
    await ExecuteAsync("TRUNCATE syncline_bench");
    await using var open = await source.OpenConnectionAsync();
    for (var first = 0; first < rows; first += BatchRows)
    {
        await using var copy = await open.BeginBinaryImportAsync("COPY syncline_bench FROM STDIN (FORMAT BINARY)");
        for (var row = first; row < Math.Min(rows, first + BatchRows); row++)
        {
            var value = SampleRows.Of(row);
            await copy.StartRowAsync();
            await copy.WriteAsync(value.Id, NpgsqlDbType.Bigint);
            await copy.WriteAsync(value.Number, NpgsqlDbType.Text);
            if (value.Name is null)
            {
                await copy.WriteNullAsync();
            }
            else
            {
                await copy.WriteAsync(value.Name, NpgsqlDbType.Text);
            }

            await copy.WriteAsync(value.Email, NpgsqlDbType.Text);
            await copy.WriteAsync(value.Amount, NpgsqlDbType.Numeric);
            await copy.WriteAsync(value.Score, NpgsqlDbType.Double);
            await copy.WriteAsync(value.Active, NpgsqlDbType.Boolean);
            await copy.WriteAsync(value.Born, NpgsqlDbType.Date);
            await copy.WriteAsync(value.Seen, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(value.Guid, NpgsqlDbType.Uuid);
        }

        await copy.CompleteAsync();
    }
}

// Batches are built outside of the clock, as many as fit a part, so that memory stays bounded.
async Task<double> WriteAsync()
{
    await ExecuteAsync("TRUNCATE syncline_bench");
    var seconds = 0.0;
    for (var first = 0; first < rows; first += BatchRows)
    {
        var builder = new RowBatchBuilder(schema.Columns);
        for (var row = first; row < Math.Min(rows, first + BatchRows); row++)
        {
            var value = SampleRows.Of(row);
            builder.AppendRow(value.Id, value.Number, value.Name, value.Email, value.Amount, value.Score, value.Active, value.Born, value.Seen, value.Guid);
        }

        using var batch = builder.Build();
        var clock = Stopwatch.StartNew();
        var result = await connection.Writer!.WriteAsync(new WriteBatch { Table = "syncline_bench", Kind = WriteKind.Insert, Rows = batch }, CancellationToken.None);
        seconds += clock.Elapsed.TotalSeconds;
        if (result.Outcomes.Any(outcome => outcome.Status != RowStatus.Done))
        {
            throw new InvalidOperationException("A row was not written.");
        }
    }

    return seconds;
}

async Task CopyOutAsync()
{
    await using var open = await source.OpenConnectionAsync();
    await using var stream = await open.BeginRawBinaryCopyAsync("COPY syncline_bench TO STDOUT (FORMAT BINARY)");
    var buffer = new byte[64 * 1024];
    while (await stream.ReadAsync(buffer, CancellationToken.None) > 0)
    {
    }
}

async Task TypedCopyOutAsync()
{
    await using var open = await source.OpenConnectionAsync();
    await using var export = await open.BeginBinaryExportAsync("COPY syncline_bench TO STDOUT (FORMAT BINARY)");
    while (await export.StartRowAsync() != -1)
    {
        await export.ReadAsync<long>(NpgsqlDbType.Bigint);
        await export.ReadAsync<string>(NpgsqlDbType.Text);
        if (export.IsNull)
        {
            await export.SkipAsync();
        }
        else
        {
            await export.ReadAsync<string>(NpgsqlDbType.Text);
        }

        await export.ReadAsync<string>(NpgsqlDbType.Text);
        await export.ReadAsync<decimal>(NpgsqlDbType.Numeric);
        await export.ReadAsync<double>(NpgsqlDbType.Double);
        await export.ReadAsync<bool>(NpgsqlDbType.Boolean);
        await export.ReadAsync<DateOnly>(NpgsqlDbType.Date);
        await export.ReadAsync<DateTime>(NpgsqlDbType.TimestampTz);
        await export.ReadAsync<Guid>(NpgsqlDbType.Uuid);
    }
}

async Task ReadAsync()
{
    var read = 0;
    await foreach (var batch in connection.ReadAsync(new ReadRequest { Table = "syncline_bench" }, CancellationToken.None))
    {
        using (batch)
        {
            read += batch.RowCount;
        }
    }

    if (read != rows)
    {
        throw new InvalidOperationException($"{read} of {rows} rows were read.");
    }
}
