using System.Diagnostics;
using System.Globalization;
using Syncline.Bench.OAuth;
using Syncline.Connections.Http;
using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.OAuth.Tokens;

// Two processes with one connection, 50 requests in each at the same moment, at the moment when the token ends. How many refresh calls are made, how many
// requests fail, and how long the last one takes, against the floor: one plain refresh call.
const int Processes = 2;
const int RequestsEach = 50;

if (args is ["worker", var workerHome, var serverAddress])
{
    await Worker.RunAsync(workerHome, new Uri(serverAddress), RequestsEach);
    return;
}

await using var server = new StrictServer();
var home = Directory.CreateTempSubdirectory("syncline-bench-oauth-").FullName;
var workers = new List<Process>();
try
{
    var library = new ConnectionLibrary(home);
    await library.SaveAsync(new ConnectionSettings { Name = "bench", Connector = "bench" }, replace: false, CancellationToken.None);
    using var handler = HttpPipeline.Create(new HttpPipelineOptions());
    var signingIn = new TokenSource(Worker.Client(server.Address), library.StateOf("bench"), handler, TimeProvider.System);
    for (var i = 0; i < Processes; i++)
    {
        workers.Add(StartWorker(home, server.Address));
    }

    foreach (var worker in workers)
    {
        await worker.StandardOutput.ReadLineAsync();
    }

    Console.WriteLine($"floor: one refresh call by a bare HttpClient takes {await FloorAsync(server):0} ms (the server takes {StrictServer.Latency.TotalMilliseconds:0} ms of it)");
    Console.WriteLine("| what happens | pass | refresh calls | refused | requests answered 401 at first | failed requests | last request, ms |");
    Console.WriteLine("|---|---|---|---|---|---|---|");
    for (var pass = 1; pass <= 3; pass++)
    {
        server.Start(tokenLifetimeSeconds: 2);
        await signingIn.SignInAsync(new OneClick(), CancellationToken.None);

        // Both processes take up the token, which then ends in their hands.
        await RunAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.1), TimeProvider.System);
        server.Start(tokenLifetimeSeconds: 3600);
        await ReportAsync("the token has ended", pass);

        server.RevokeAccessToken();
        server.Start(tokenLifetimeSeconds: 3600);
        await ReportAsync("the site rejects the token", pass);
    }
}
finally
{
    foreach (var worker in workers)
    {
        worker.StandardInput.Close();
        await worker.WaitForExitAsync();
        worker.Dispose();
    }

    Directory.Delete(home, recursive: true);
}

async Task<List<int[]>> RunAsync()
{
    foreach (var worker in workers)
    {
        await worker.StandardInput.WriteLineAsync("go");
    }

    var results = new List<int[]>();
    foreach (var worker in workers)
    {
        results.Add([.. (await worker.StandardOutput.ReadLineAsync())!.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))]);
    }

    return results;
}

async Task ReportAsync(string what, int pass)
{
    var results = await RunAsync();
    Console.WriteLine($"| {what} | {pass} | {server.Refreshes} | {server.Refused} | {server.Unauthorized} | {results.Sum(result => result[1])} of {Processes * RequestsEach} | {results.Max(result => result[0])} |");
}

static async Task<double> FloorAsync(StrictServer server)
{
    using var http = new HttpClient();
    var times = new List<double>();
    for (var i = 0; i < 5; i++)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create("refresh_token", "another")]);
        var watch = Stopwatch.StartNew();
        using var answer = await http.PostAsync(new Uri(server.Address, "token"), form);
        await answer.Content.ReadAsStringAsync();
        times.Add(watch.Elapsed.TotalMilliseconds);
    }

    times.Sort();
    return times[times.Count / 2];
}

static Process StartWorker(string home, Uri server)
{
    var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
    foreach (var argument in new[] { typeof(Worker).Assembly.Location, "worker", home, server.AbsoluteUri })
    {
        start.ArgumentList.Add(argument);
    }

    return Process.Start(start)!;
}
