using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Syncline.Bench.Dataverse;
using Syncline.Connectors.Dataverse;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Writing;
using Syncline.Sandbox;

// Reads contacts in pages of 5,000 through the connector, against draining the very same bytes with a bare HttpClient and against dynamics-web-api on node,
// from a sandbox in a process of its own; then writes accounts by bulk messages.
//   dotnet run -c Release --project bench/Syncline.Bench.Dataverse -- [rows, default 100000]
// Or reads them in one pass and in ranges, from a site that takes its time for each row:
//   dotnet run -c Release --project bench/Syncline.Bench.Dataverse -- ranges [rows, default 200000] [microseconds per row, default 100]
// Or reads them over the Organization Service, beside the Web API:
//   dotnet run -c Release --project bench/Syncline.Bench.Dataverse -- soap [rows, default 100000] [time that the site takes for each row, in µs, default 0]
// Or writes accounts under the site's limits, as a run does; the window of 300 s and what it allows can be shortened alike:
//   dotnet run -c Release --project bench/Syncline.Bench.Dataverse -- write [rows, default 100000] [window in s, default 300] [users: 1 or 2, default 1]
var perRow = TimeSpan.FromMilliseconds(11);
var governed = args is ["write", ..];
var overSoap = args is ["soap", ..];
var ranges = args is ["ranges", ..];
if (args is ["serve", var seed, var windowSeconds, var certificates, var rowMicroseconds])
{
    var window = int.Parse(windowSeconds, CultureInfo.InvariantCulture);
    var options = new SandboxOptions { SeedRows = int.Parse(seed, CultureInfo.InvariantCulture), CertificateFolder = certificates, Limits = new() { Enabled = false }, Latency = new() { PerRowRead = TimeSpan.FromMicroseconds(int.Parse(rowMicroseconds, CultureInfo.InvariantCulture)) } };
    await using var sandbox = await SandboxServer.StartAsync(window == 0 ? options : options with
    {
        Limits = new() { Window = TimeSpan.FromSeconds(window), ExecutionTime = TimeSpan.FromSeconds(window * 4), Requests = window * 20 },
        Latency = new() { PerRowWritten = perRow },
    }, default);
    Console.WriteLine(sandbox.Addresses.Site);
    Console.WriteLine(sandbox.Addresses.TokenUrl);
    Console.WriteLine(sandbox.Certificates.ClientPemPath);
    await Console.In.ReadToEndAsync();
    return;
}

int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
var rows = ranges ? Argument(1, 200_000) : governed || overSoap ? Argument(1, 100_000) : Argument(0, 100_000);
var folder = Directory.CreateTempSubdirectory("syncline-bench-");
var start = new ProcessStartInfo(
    Environment.ProcessPath!,
    ["serve", (governed ? 0 : rows).ToString(CultureInfo.InvariantCulture), (governed ? Argument(2, 300) : 0).ToString(CultureInfo.InvariantCulture), folder.FullName,
        (ranges || overSoap ? Argument(2, ranges ? 100 : 0) : 0).ToString(CultureInfo.InvariantCulture)])
{
    UseShellExecute = false,
    RedirectStandardOutput = true,
    RedirectStandardInput = true,
};
using var server = Process.Start(start)!;
var site = (await server.StandardOutput.ReadLineAsync())!;
var tokenUrl = (await server.StandardOutput.ReadLineAsync())!;
var certificate = (await server.StandardOutput.ReadLineAsync())!;
var app = new SandboxOptions().Directory.ConfidentialClient;

string[] columns =
[
    "contactid", "firstname", "lastname", "fullname", "externaluseridentifier", "emailaddress1", "telephone1", "jobtitle", "gendercode", "birthdate",
    "address1_line1", "address1_city", "address1_postalcode", "address1_country", "parentcustomerid", "ownerid", "statecode", "statuscode", "createdon", "modifiedon",
];
using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
using var http = new HttpClient(handler, disposeHandler: false);
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
var settings = new ConnectionSettings
{
    Name = "bench",
    Connector = "dynamics-365",
    Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = site, ["token-url"] = tokenUrl, ["client-id"] = app.Id.ToString(), ["grant-type"] = "client_credentials" },
    Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["client-secret"] = new(app.Secret!) },
};
await using var connection = await new DataverseConnector().ConnectAsync(settings, new ConnectorServices { HttpHandler = handler, State = new MemoryState() }, default);

if (governed)
{
    // A second application user, who signs in with a certificate.
    var second = settings with
    {
        Name = "second",
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal),
        Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal)
        {
            ["client-id"] = new SandboxOptions().Directory.CertificateClient.Id.ToString(),
            ["authentication-method"] = "certificate",
            ["certificate"] = certificate,
        },
    };
    await using var other = await new DataverseConnector().ConnectAsync(second, new ConnectorServices { HttpHandler = handler, State = new MemoryState() }, default);
    await GovernedWrite.RunAsync(Argument(3, 1) == 2 ? [connection, other] : [connection], rows, perRow, executionPerSecond: 4);
    server.StandardInput.Close();
    await server.WaitForExitAsync();
    folder.Delete(recursive: true);
    return;
}

if (ranges)
{
    await using var onePass = await new DataverseConnector().ConnectAsync(
        settings with { Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal) { ["parallel-reads"] = "off" } },
        new ConnectorServices { HttpHandler = handler, State = new MemoryState() }, default);
    for (var pass = 1; pass <= 2; pass++)
    {
        var slow = await MeasureAsync($"one pass, {pass}", () => ReadAsync(onePass));
        var fast = await MeasureAsync($"ranges, {pass}", () => ReadAsync(connection));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ranges / one pass: {fast / slow:N2} times its speed"));
    }

    server.StandardInput.Close();
    await server.WaitForExitAsync();
    folder.Delete(recursive: true);
    return;
}

// One pass against one pass: what ranges win is measured by itself.
await using var reading = await new DataverseConnector().ConnectAsync(
    settings with { Options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal) { ["parallel-reads"] = "off" } },
    new ConnectorServices { HttpHandler = handler, State = new MemoryState() }, default);
using var node = await NodeRead.StartAsync(site, tokenUrl, app.Id.ToString(), app.Secret!, columns.Select(Property));
if (overSoap)
{
    await SoapReads.RunAsync(connection, settings, handler, columns, server);
    server.StandardInput.Close();
    await server.WaitForExitAsync();
    folder.Delete(recursive: true);
    return;
}

for (var pass = 1; pass <= 4; pass++)
{
    var floor = await MeasureAsync($"drain, pass {pass}", DrainAsync);
    var read = await MeasureAsync($"connector, pass {pass}", () => ReadAsync(reading));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"connector / drain: {read / floor:N2} of its speed"));
    if (node is not null)
    {
        var (count, seconds, cpu) = await node.ReadAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{$"dynamics-web-api, pass {pass}",-28} {count,9:N0} rows {seconds,6:N2} s {count / seconds,9:N0} rows/s  client CPU {cpu,5:N2} s\nconnector / dynamics-web-api: {read / (count / seconds):N2} of its speed"));
    }
}

await MeasureAsync("CreateMultiple, 1 at a time", () => WriteAsync(20_000, 500, 1));
await MeasureAsync("CreateMultiple, 4 at a time", () => WriteAsync(20_000, 500, 4));
server.StandardInput.Close();
await server.WaitForExitAsync();
folder.Delete(recursive: true);

async Task<double> MeasureAsync(string name, Func<Task<int>> work)
{
    using var self = Process.GetCurrentProcess();
    var cpu = self.TotalProcessorTime;
    var allocated = GC.GetTotalAllocatedBytes();
    var watch = Stopwatch.StartNew();
    var count = await work();
    watch.Stop();
    self.Refresh();
    var speed = count / watch.Elapsed.TotalSeconds;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-28} {count,9:N0} rows {watch.Elapsed.TotalSeconds,6:N2} s {speed,9:N0} rows/s  client CPU {(self.TotalProcessorTime - cpu).TotalSeconds,5:N2} s  allocated {(GC.GetTotalAllocatedBytes() - allocated) / 1e6,7:N1} MB"));
    return speed;
}

async Task<int> ReadAsync(IConnection from)
{
    var count = 0;
    await foreach (var batch in from.ReadAsync(new ReadRequest { Table = "contact", Columns = columns }, default))
    {
        count += batch.RowCount;
        batch.Dispose();
    }

    return count;
}

static string Property(string column) => column is "parentcustomerid" or "ownerid" ? $"_{column}_value" : column;

async Task<int> DrainAsync()
{
    var count = 0;
    var buffer = new byte[1 << 16];
    var select = string.Join(',', columns.Select(Property));
    for (var link = $"{site}/api/data/v9.2/contacts?$select={select}"; link.Length > 0;)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.TryAddWithoutValidation("Prefer", "odata.maxpagesize=5000");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var end = string.Empty;
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            end = (end.Length > 2048 ? end[^2048..] : end) + System.Text.Encoding.Latin1.GetString(buffer, Math.Max(0, read - 2048), Math.Min(read, 2048));
        }

        const string Name = "\"@odata.nextLink\":\"";
        var at = end.LastIndexOf(Name, StringComparison.Ordinal);
        link = at < 0 ? "" : JsonSerializer.Deserialize<string>(end[(at + Name.Length - 1)..(end.LastIndexOf('"') + 1)])!;
        count = Math.Min(count + 5000, rows);
    }

    return count;
}

async Task<int> WriteAsync(int total, int size, int atOnce)
{
    var schema = await connection.DescribeTableAsync("account", default);
    await Parallel.ForEachAsync(Enumerable.Range(0, total / size), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, cancellationToken) =>
    {
        var builder = new RowBatchBuilder([schema.Find("name")!, schema.Find("numberofemployees")!, schema.Find("address1_city")!]);
        for (var row = 0; row < size; row++)
        {
            builder.AppendRow(string.Create(CultureInfo.InvariantCulture, $"Bench {number}-{row}"), (long)row, "Ulm");
        }

        using var batch = builder.Build();
        var result = await connection.Writer!.WriteAsync(new WriteBatch { Table = "account", Kind = WriteKind.Insert, Rows = batch }, cancellationToken);
        if (result.Outcomes.Any(outcome => outcome.Status != RowStatus.Done))
        {
            throw new InvalidOperationException(result.Outcomes.First(outcome => outcome.Error is not null).Error!.Message);
        }
    });
    return total;
}

async Task<string> TokenAsync()
{
    using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = app.Id.ToString(),
        ["client_secret"] = app.Secret!,
        ["scope"] = site + "/.default",
    });
    using var response = await http.PostAsync(tokenUrl, form);
    using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
    return answer.RootElement.GetProperty("access_token").GetString()!;
}
