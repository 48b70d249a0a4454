using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Syncline.EndToEnd;

/// <summary>Ctrl-C twice, on the real command: the first waits for what was sent, the second does not, and nothing is lost either way.</summary>
public sealed class SecondInterruptTests : IDisposable
{
    private const int Rows = 250;
    private readonly Terminal terminal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task A_second_Ctrl_C_stops_at_once_and_resume_makes_the_target_what_the_plan_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signal that a test can send to one process.");
        using var sandbox = terminal.Start("sandbox", "--json");
        using var ending = new ProcessEnd(sandbox);
        var site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(Cancellation))!).RootElement;
        using var control = new HttpClient { BaseAddress = new Uri(site.GetProperty("site").GetString()! + "/_sandbox/") };
        var project = await ProjectAsync(site);
        var plan = (await terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0).Json.GetProperty("plan").GetString()!;

        // The site writes the rows of one request and never says so: the first Ctrl-C would wait for that answer.
        (await control.PostAsJsonAsync("faults", new[] { new { kind = "no-answer", method = "POST", path = "/api/data", times = 1 } }, Cancellation)).EnsureSuccessStatusCode();
        using var apply = terminal.Start("apply", plan, "--yes", "--json");
        using var applying = new ProcessEnd(apply);
        while ((await control.GetFromJsonAsync<JsonElement>("faults", Cancellation)).GetArrayLength() > 0)
        {
            apply.HasExited.ShouldBeFalse();
        }

        await InterruptAsync(apply);
        (await ReadToAsync(apply.StandardError, "Ctrl-C once more stops at once")).ShouldContain("Ctrl-C once more stops at once");
        apply.HasExited.ShouldBeFalse();
        await InterruptAsync(apply);
        await apply.WaitForExitAsync(Cancellation);

        apply.ExitCode.ShouldBe(130);
        var run = (await terminal.RunAsync("runs", "list", "--json")).ShouldExitWith(0).Json[0].GetProperty("id").GetString()!;
        (await terminal.RunAsync("resume", run, "--json")).ShouldExitWith(0);
        (await terminal.RunAsync("verify", run, "--json")).ShouldExitWith(0);

        // A row that was sent twice would be a double key, which no plan is made of.
        var again = (await terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0).Json.GetProperty("changes");
        ((string[])["add", "update", "delete"]).Sum(action => again.GetProperty(action).GetInt64()).ShouldBe(0);
    }

    private static async Task InterruptAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
        kill.ExitCode.ShouldBe(0);
    }

    // What was said up to and with a line that holds the text; everything, when there is no such line.
    private static async Task<string> ReadToAsync(StreamReader reader, string text)
    {
        var said = new StringBuilder();
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            said.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                break;
            }
        }

        return said.ToString();
    }

    private async Task<string> ProjectAsync(JsonElement site)
    {
        (await terminal.RunAsync(
            "connection", "add", "contoso", "--connector", "dynamics-365", "--set", $"url={site.GetProperty("site").GetString()}",
            "--set", $"client-id={site.GetProperty("confidentialClient").GetProperty("id").GetString()}", "--set", "grant-type=client_credentials",
            "--set", $"token-url={site.GetProperty("tokenUrl").GetString()}",
            "--secret", $"client-secret=file:{terminal.Write("secret.txt", site.GetProperty("confidentialClient").GetProperty("secret").GetString()!)}")).ShouldExitWith(0);
        terminal.Write("data/rows.csv", "id,name\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"K-{i:000},Row {i}\n")));
        (await terminal.RunAsync("connection", "add", "files", "--connector", "csv", "--set", $"path={terminal.FileAt("data")}")).ShouldExitWith(0);
        return terminal.Write("rows.syncline.yaml", """
            source: { connection: files, table: rows.csv }
            target: { connection: contoso, table: account }
            key: accountnumber
            columns: { accountnumber: id, name: name }
            target-filter: { odata: "startswith(accountnumber,'K-')" }
            """);
    }
}
