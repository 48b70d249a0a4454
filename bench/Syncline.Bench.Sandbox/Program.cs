using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Syncline.Bench.Sandbox;
using Syncline.Sandbox;
using Syncline.Sandbox.Site;
using Syncline.Sandbox.SignIn;

// Reads contacts in pages of 5,000 from a site in a process of its own on one core, draining the bytes with a bare HttpClient.
//   dotnet run -c Release --project bench/Syncline.Bench.Sandbox -- [rows, default 200000]
if (args is ["serve", var seed])
{
    await ServeAsync(int.Parse(seed, CultureInfo.InvariantCulture));
    return;
}

var rows = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
string[] serve = [Environment.ProcessPath!, "serve", rows.ToString(CultureInfo.InvariantCulture)];

// Affinity set from within a process does not reach threads that already run, so on Linux taskset starts the server.
string[] command = File.Exists("/usr/bin/taskset") ? ["/usr/bin/taskset", "-c", "0", .. serve] : serve;
var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
using var server = Process.Start(start)!;
Console.WriteLine(await server.StandardOutput.ReadLineAsync());
var origin = (await server.StandardOutput.ReadLineAsync())!;
using var client = new HttpClient { BaseAddress = new Uri(origin + "/api/data/v9.2/") };
client.DefaultRequestHeaders.Add("Authorization", "Bearer any");

const string Columns = "firstname,lastname,fullname,externaluseridentifier,emailaddress1,telephone1,jobtitle,gendercode,birthdate,address1_line1,address1_city,address1_postalcode,address1_country,_parentcustomerid_value,_ownerid_value,statecode,statuscode,createdon,modifiedon";

// The first passes run while the server's code is still being compiled; they are shown because a sandbox is often young.
for (var pass = 1; pass <= 4; pass++)
{
    await MeasureAsync($"plain, pass {pass}", "odata.maxpagesize=5000");
}

await MeasureAsync("formatted values", "odata.maxpagesize=5000,odata.include-annotations=\"OData.Community.Display.V1.FormattedValue\"");
await MeasureAsync("all annotations", "odata.maxpagesize=5000,odata.include-annotations=\"*\"");
server.StandardInput.Close();
await server.WaitForExitAsync();

async Task MeasureAsync(string name, string prefer)
{
    var (read, bytes, pages) = (0, 0L, 0);
    var buffer = new byte[1 << 16];
    var end = new byte[2048];
    var cpu = server.TotalProcessorTime;
    var watch = Stopwatch.StartNew();
    for (var link = "contacts?$select=" + Columns; link.Length > 0; pages++)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        request.Headers.TryAddWithoutValidation("Prefer", prefer);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        for (int count; (count = await body.ReadAsync(buffer)) > 0; bytes += count)
        {
            Keep(end, buffer.AsSpan(0, count));
        }

        var tail = System.Text.Encoding.UTF8.GetString(end);
        const string Name = "\"@odata.nextLink\":\"";
        var at = tail.LastIndexOf(Name, StringComparison.Ordinal);
        link = at < 0 ? "" : tail[(at + Name.Length)..tail.LastIndexOf('"')].Replace("\\u0022", "\"", StringComparison.Ordinal);
        read = Math.Min(read + 5000, rows + 40);
    }

    watch.Stop();
    server.Refresh();
    var used = server.TotalProcessorTime - cpu;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-18} {read,9:N0} rows {pages,4} pages {bytes / 1e6,8:N1} MB {watch.Elapsed.TotalSeconds,6:N2} s  {read / watch.Elapsed.TotalSeconds,9:N0} rows/s  server CPU {used.TotalSeconds:N2} s = {read / used.TotalSeconds:N0} rows per core-second"));
}

// Keeps the last bytes of what has passed, where the next link stands.
static void Keep(Span<byte> end, ReadOnlySpan<byte> more)
{
    more = more.Length > end.Length ? more[^end.Length..] : more;
    end[more.Length..].CopyTo(end);
    more.CopyTo(end[^more.Length..]);
}

static async Task ServeAsync(int seedRows)
{
    var options = new SandboxOptions { SeedRows = seedRows };
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Services.AddSingleton(options).AddSingleton<IAccessTokenReader>(new AnyToken(options)).AddSite();
    await using var app = builder.Build();
    var watch = Stopwatch.StartNew();
    app.MapSite();
    watch.Stop();
    var managed = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seedRows:N0} accounts and contacts: {watch.Elapsed.TotalSeconds:N2} s on one core, {managed:N0} MB held"));
    await app.StartAsync();
    Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    await Console.In.ReadToEndAsync();
    await app.StopAsync();
}
