using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>
/// A person in front of the Studio: <c>syncline studio</c> and <c>syncline sandbox</c> as processes, and a real Chromium. Watches for what must never
/// happen on any page: errors in the console, and requests that leave this machine.
/// </summary>
public sealed class StudioBrowser : IAsyncDisposable
{
    private const int Width = 1440;
    private const int Height = 900;

    // Milliseconds for one step, also on a machine that is busy with other things.
    private const float Patience = 120_000;

    // Made by the tests on demand, so that a normal run leaves the checkout as it is: SYNCLINE_PICTURES=1 ./test.sh
    private static readonly bool TakesPictures = Environment.GetEnvironmentVariable("SYNCLINE_PICTURES") == "1";

    // A folder for pictures at the smallest and the largest screen as well, to look at: SYNCLINE_PICTURES_OF_SIZES=/tmp/pictures
    private static readonly string? LooksIn = Environment.GetEnvironmentVariable("SYNCLINE_PICTURES_OF_SIZES");

    // Milliseconds by which each message of the Studio to its page is late, to find steps that take the state of a moment for the state to come: SYNCLINE_TEST_LAG=250
    private static readonly int Lag = int.TryParse(Environment.GetEnvironmentVariable("SYNCLINE_TEST_LAG"), CultureInfo.InvariantCulture, out var lag) ? lag : 0;

    private readonly ConcurrentQueue<string> troubles = new();
    private readonly ConcurrentQueue<string> messages = new();
    private readonly Terminal terminal = new();
    private IPlaywright? playwright;
    private IBrowser? browser;
    private Process? studio;
    private Process? sandbox;

    /// <summary>Why the browser tests are left out; null when they can run.</summary>
    public static string? Missing => Environment.GetEnvironmentVariable("SYNCLINE_TEST_CHROMIUM") is { Length: > 0 }
        ? null : "No Chromium: set SYNCLINE_TEST_CHROMIUM to its path (./test.sh does it).";

    /// <summary>What <c>sandbox --json</c> told.</summary>
    public JsonElement Site { get; private set; }

    /// <summary>Where the Studio answers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The browser's window, with the Studio's cookie.</summary>
    public IBrowserContext Context { get; private set; } = null!;

    /// <summary>The tab with the Studio.</summary>
    public IPage Page { get; private set; } = null!;

    internal Terminal Terminal => terminal;

    /// <summary>Starts everything and opens the Studio with its launch address.</summary>
    public static async Task<StudioBrowser> StartAsync()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? string.Empty);
        var started = new StudioBrowser();
        try
        {
            await started.OpenAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        foreach (var process in new[] { studio, sandbox }.OfType<Process>())
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }

        terminal.Dispose();
    }

    /// <summary>A value of the sandbox's description, e.g. <c>publicClient.id</c>.</summary>
    public string SiteValue(string path) => path.Split('.').Aggregate(Site, (element, name) => element.GetProperty(name)).GetString()!;

    /// <summary>Saves a connection to the sandbox that needs no person, as the command line does it.</summary>
    public async Task SaveSiteAsync(string name) => (await terminal.RunAsync(
        "connection", "add", name, "--connector", "dynamics-365", "--set", $"url={SiteValue("site")}", "--set", $"client-id={SiteValue("confidentialClient.id")}",
        "--set", "grant-type=client_credentials", "--set", $"token-url={SiteValue("tokenUrl")}",
        "--secret", $"client-secret=file:{terminal.Write("secret.txt", SiteValue("confidentialClient.secret"))}")).ShouldExitWith(0);

    /// <summary>Saves a connection to a folder of one CSV file.</summary>
    public async Task SaveCsvAsync(string name, string file, string text)
    {
        var path = terminal.Write($"{name}/{file}", text);
        (await terminal.RunAsync("connection", "add", name, "--connector", "csv", "--set", $"path={Path.GetDirectoryName(path)}")).ShouldExitWith(0);
    }

    /// <summary>Fails when a page wrote an error or asked for something outside this machine.</summary>
    public void ShouldBeQuiet() => troubles.ShouldBeEmpty();

    /// <summary>Most memory in bytes that the Studio has held so far, as the kernel counts it; null where it does not tell.</summary>
    public long? PeakMemory()
    {
        var status = $"/proc/{studio!.Id}/status";
        return File.Exists(status) ? long.Parse(File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) << 10 : null;
    }

    /// <summary>Everything that the pages sent and got over their web sockets so far.</summary>
    public IReadOnlyCollection<string> Messages => messages;

    /// <summary>
    /// Looks for violations of accessibility that axe-core calls serious or critical, in both themes, and for what runs over the side of a small screen
    /// (1280 × 720).
    /// </summary>
    public async Task ShouldBeAccessibleAsync(IPage? page = null)
    {
        page ??= Page;
        var isChosen = await page.EvaluateAsync<bool>("() => document.documentElement.dataset.theme !== undefined");
        await LookAsync(page);
        if (!isChosen)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await LookAsync(page);
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }

        await page.SetViewportSizeAsync(1280, 720);
        (await page.EvaluateAsync<string>("""
            () => {
              const seen = element => getComputedStyle(element).visibility !== 'hidden' && element.getClientRects().length > 0;
              const isWide = element => element.scrollWidth > element.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) && !element.matches('.grid, textarea, .scrolls-sideways');
              const wide = [...document.querySelectorAll('body *')].filter(seen).filter(isWide).map(element => `${element.tagName}.${element.className}: ${element.scrollWidth} in ${element.clientWidth}`);
              if (document.documentElement.scrollWidth > innerWidth) { wide.push(`the page: ${document.documentElement.scrollWidth}`); }
              const out = [...document.querySelectorAll('main button, main fluent-button, main input, main select, dialog[open] button, dialog[open] fluent-button, dialog[open] input')].filter(seen)
                .filter(element => !element.closest('.grid, .unseen') && element.getBoundingClientRect().right > innerWidth + 1).map(element => `${element.tagName} ${element.innerText || element.ariaLabel || element.id} ends at ${element.getBoundingClientRect().right}`);
              return [...wide, ...out].join('\n');
            }
            """)).ShouldBeEmpty($"{page.Url} at 1280 × 720");
        await page.SetViewportSizeAsync(Width, Height);
    }

    private static async Task LookAsync(IPage page, int looks = 2)
    {
        // A virtualised list draws its rows when the browser has measured it, a moment after the focus has come to one of them.
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('[aria-activedescendant]')].map(owner => owner.getAttribute('aria-activedescendant')).every(id => !id || document.getElementById(id))");

        var source = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "axe-core", "axe.min.js"), TestContext.Current.CancellationToken);
        await page.EvaluateAsync(source + "\n;null");

        // A colour on its way to another is neither: what has an end is ended.
        await page.EvaluateAsync("() => document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity).forEach(one => one.finish())");
        var found = await page.EvaluateAsync<string>(
            "() => axe.run().then(result => JSON.stringify(result.violations.filter(one => ['serious', 'critical'].includes(one.impact)).map(one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 200) + ' — ' + node.failureSummary).join(' | '))))");
        if (found != "[]" && looks > 0)
        {
            // Parts of a component's own tree may still have been moving: what is wrong stays wrong.
            await LookAsync(page, looks - 1);
            return;
        }

        JsonDocument.Parse(found!).RootElement.EnumerateArray().Select(one => one.GetString()).ShouldBeEmpty();
    }

    /// <summary>Takes a picture in both themes for the guide, when asked to.</summary>
    public async Task PictureAsync(string name)
    {
        if (!TakesPictures)
        {
            return;
        }

        var folder = Path.Combine(Checkout(), "docs", "guide", "images");
        Directory.CreateDirectory(folder);
        foreach (var (theme, scheme) in new[] { ("light", ColorScheme.Light), ("dark", ColorScheme.Dark) })
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{theme}.png"), Animations = ScreenshotAnimations.Disabled });
        }

        await Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        if (LooksIn is not null)
        {
            foreach (var (width, height) in new[] { (1280, 720), (3840, 2160) })
            {
                await Page.SetViewportSizeAsync(width, height);
                await Page.ScreenshotAsync(new() { Path = Path.Combine(LooksIn, $"{name}-{width}.png"), Animations = ScreenshotAnimations.Disabled });
            }

            await Page.SetViewportSizeAsync(Width, Height);
        }
    }

    /// <summary>Closes every tab and opens the Studio in a new one.</summary>
    public async Task FreshTabAsync()
    {
        var before = Context.Pages.ToList();
        Page = await Context.NewPageAsync();
        foreach (var page in before)
        {
            await page.CloseAsync();
        }

        await Context.ClearCookiesAsync(new() { Domain = "localhost" });
        await Page.GotoAsync(Address.AbsoluteUri);
    }

    /// <summary>Watches a page.</summary>
    public void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            // The sign-in pages are another program's; of those only what they ask for counts.
            if (message.Type is "error" or "warning" && new Uri(page.Url).Host == "127.0.0.1")
            {
                troubles.Enqueue($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) => troubles.Enqueue($"{page.Url}: {error}");
        page.WebSocket += (_, socket) =>
        {
            socket.FrameReceived += (_, frame) => messages.Enqueue(frame.Text ?? System.Text.Encoding.UTF8.GetString(frame.Binary ?? []));
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsLoopback: false, Scheme: not ("data" or "about" or "blob") } elsewhere)
            {
                troubles.Enqueue($"asked for {elsewhere}");
            }
        };
    }

    private async Task OpenAsync()
    {
        studio = terminal.Start("studio", "--json", "--no-open", "--port", "0");
        sandbox = terminal.Start("sandbox", "--json");
        var launch = JsonDocument.Parse(await FirstLineAsync(studio)).RootElement.GetProperty("url").GetString()!;
        Site = JsonDocument.Parse(await FirstLineAsync(sandbox)).RootElement;
        Address = new Uri(new Uri(launch), "/");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("SYNCLINE_TEST_CHROMIUM"),
            // On a busy machine more than the five seconds can pass in which a click may open a tab; A_browser_that_opens_no_tab… shows that case.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-popup-blocking"],
        });
        Context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = Width, Height = Height },
            ColorScheme = ColorScheme.Light,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        Context.Page += (_, page) => Watch(page);
        Context.SetDefaultTimeout(Patience);
        if (Lag > 0)
        {
            await Context.AddInitScriptAsync($$"""
                const { get, set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
                Object.defineProperty(WebSocket.prototype, 'onmessage', {
                  get,
                  set(handler) { set.call(this, handler && (message => setTimeout(() => handler.call(this, message), {{Lag}}))); },
                });
                """);
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        Page = await Context.NewPageAsync();
        await Page.GotoAsync(launch);
        await Page.WaitForURLAsync(Address.AbsoluteUri);
    }

    private static async Task<string> FirstLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
        ?? throw new InvalidOperationException("The command ended: " + await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Syncline.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
