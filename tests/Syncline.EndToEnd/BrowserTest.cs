using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Syncline.EndToEnd;

/// <summary>What tests with a person at a browser share. Each begins with a sandbox that remembers nobody and with a home folder of its own.</summary>
public abstract class BrowserTest(BrowserSite site) : IClassFixture<BrowserSite>, IAsyncLifetime
{
    private protected Terminal Commands { get; } = new();

    /// <summary>What <c>sandbox --json</c> printed.</summary>
    protected JsonElement Site => site.Site;

    protected IBrowser Browser => site.Browser!;

    public async ValueTask InitializeAsync() => await OrderAsync(new { forgetPeople = true, clearOrders = true });

    public ValueTask DisposeAsync()
    {
        Commands.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells the sandbox what should go wrong.</summary>
    protected async Task OrderAsync(object order)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync($"{Site.GetProperty("site").GetString()}/_sandbox/control", order, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    protected static async Task<string> OpenAddressAsync(Process authorize)
    {
        var line = await authorize.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        line.ShouldNotBeNull(await Errors(authorize, line));
        return JsonDocument.Parse(line).RootElement.GetProperty("open").GetString()!;

        static async Task<string> Errors(Process process, string? line) =>
            line is null ? await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : string.Empty;
    }

    protected void RequireBrowser() => Assert.SkipWhen(site.Browser is null, "No Chromium: set SYNCLINE_TEST_CHROMIUM to its path (./test.sh does it).");

    protected async Task AddAsync(string name, string app, params string[] further)
    {
        var client = Site.GetProperty(app);
        List<string> arguments =
        [
            "connection", "add", name, "--connector", "dynamics-365",
            "--set", $"url={Site.GetProperty("site").GetString()}/main.aspx?appid=1", "--set", $"client-id={client.GetProperty("id").GetString()}",
            "--set", $"authorization-url={Site.GetProperty("authorizationUrl").GetString()}", "--set", $"token-url={Site.GetProperty("tokenUrl").GetString()}",
        ];
        if (client.TryGetProperty("secret", out var secret))
        {
            arguments.AddRange(["--secret", $"client-secret=file:{Commands.Write("secret.txt", secret.GetString()!)}"]);
        }

        (await Commands.RunAsync([.. arguments, .. further])).ShouldExitWith(0);
    }
}
