using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace Syncline.EndToEnd;

/// <summary>A running <c>syncline sandbox</c> and a real Chromium, for all tests of one class: starting either takes longer than a test.</summary>
public sealed class BrowserSite : IAsyncLifetime
{
    private readonly Terminal terminal = new();
    private Process sandbox = null!;
    private IPlaywright? playwright;

    /// <summary>What <c>sandbox --json</c> printed.</summary>
    public JsonElement Site { get; private set; }

    /// <summary>Null where there is no Chromium.</summary>
    public IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        sandbox = terminal.Start("sandbox", "--json");
        Site = JsonDocument.Parse((await sandbox.StandardOutput.ReadLineAsync(CancellationToken.None))!).RootElement;
        if (Environment.GetEnvironmentVariable("SYNCLINE_TEST_CHROMIUM") is { Length: > 0 } chromium)
        {
            playwright = await Playwright.CreateAsync();
            Browser = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = chromium,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
        sandbox.Kill(entireProcessTree: true);
        await sandbox.WaitForExitAsync(CancellationToken.None);
        sandbox.Dispose();
        terminal.Dispose();
    }
}
