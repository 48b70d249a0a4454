using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace Syncline.EndToEnd;

/// <summary>What tests with a person at a browser share: a running <c>syncline sandbox</c>, a terminal, and a real Chromium.</summary>
public abstract class BrowserTest : IAsyncLifetime
{
    private protected Terminal Commands { get; } = new();
    private Process sandbox = null!;

    /// <summary>What <c>sandbox --json</c> printed.</summary>
    protected JsonElement Site { get; private set; }

    private IPlaywright? playwright;
    private IBrowser? browser;

    protected IBrowser Browser => browser!;

    public async ValueTask InitializeAsync()
    {
        sandbox = Commands.Start("sandbox", "--json");
        Site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!).RootElement;
        if (Environment.GetEnvironmentVariable("SYNCLINE_TEST_CHROMIUM") is { Length: > 0 } chromium)
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = chromium,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        GC.SuppressFinalize(this);
        sandbox.Kill(entireProcessTree: true);
        await sandbox.WaitForExitAsync(CancellationToken.None);
        sandbox.Dispose();
        Commands.Dispose();
    }

    protected static async Task<string> OpenAddressAsync(Process authorize)
    {
        var line = await authorize.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        line.ShouldNotBeNull(await Errors(authorize, line));
        return JsonDocument.Parse(line).RootElement.GetProperty("open").GetString()!;

        static async Task<string> Errors(Process process, string? line) =>
            line is null ? await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : string.Empty;
    }

    protected void RequireBrowser() => Assert.SkipWhen(browser is null, "No Chromium: set SYNCLINE_TEST_CHROMIUM to its path (./test.sh does it).");

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
