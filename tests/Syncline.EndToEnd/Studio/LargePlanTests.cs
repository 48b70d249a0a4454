using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>A plan of many rows is opened and scrolled through.</summary>
public sealed class LargePlanTests : IAsyncLifetime
{
    // A normal run scrolls through fewer, so that it stays short: SYNCLINE_PLAN_ROWS=1000000 measures the promise (bench/results/studio-plan.md).
    private static readonly int Rows = int.TryParse(Environment.GetEnvironmentVariable("SYNCLINE_PLAN_ROWS"), CultureInfo.InvariantCulture, out var rows) ? rows : 40_000;

    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Many_changes_scroll_without_blank_flashes_and_take_little_memory()
    {
        await studio.SaveCsvAsync("crm", "many.csv", Csv("Town"));
        await studio.SaveCsvAsync("shop", "many.csv", Csv("City"));
        var project = studio.Terminal.Write("home/projects/many.syncline.yaml", """
            source: { connection: crm, table: many.csv }
            target: { connection: shop, table: many.csv }
            key: [id]
            columns: { id: id, name: name, city: city, amount: amount }
            guards: { max-updates: 100% }
            """);
        (await studio.Terminal.RunAsync("plan", project, "--json")).ShouldExitWith(0);

        await Page.GotoAsync(new Uri(studio.Address, "/projects/many/compare").AbsoluteUri);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Earlier plans", Exact = true }).ClickAsync();
        var open = Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true });
        await Assertions.Expect(open).ToBeVisibleAsync();
        var clock = Stopwatch.StartNew();
        await open.ClickAsync();
        var grid = Page.GetByRole(AriaRole.Grid);
        await Assertions.Expect(grid.GetByRole(AriaRole.Rowheader, new() { Name = "1", Exact = true })).ToBeVisibleAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"opened in {clock.ElapsedMilliseconds} ms");
        await Assertions.Expect(grid).ToHaveAttributeAsync("data-rows", Rows.ToString(CultureInfo.InvariantCulture));

        var result = await Page.EvaluateAsync<System.Text.Json.JsonElement>("""
            async () => {
              const grid = document.querySelector('.grid'), block = grid.querySelector('.grid-block'), space = grid.querySelector('.grid-space');
              const waits = [];
              let frames = 0, uncovered = 0, wrong = 0;
              const look = () => {
                frames++;
                const box = grid.getBoundingClientRect(), drawn = block.getBoundingClientRect();
                if (drawn.top > box.top + 45 || drawn.bottom < box.bottom - 30) { uncovered++; if (getComputedStyle(space).backgroundImage === 'none') { wrong++; } }
              };
              const filled = () => { const box = grid.getBoundingClientRect(); return [box.top + 60, (box.top + box.bottom) / 2, box.bottom - 60].every(y => document.elementFromPoint(box.left + 120, y)?.closest('.grid-row')?.querySelector('.grid-bar') === null); };
              const frame = () => new Promise(requestAnimationFrame);
              for (let i = 0; i < 60; i++) { grid.scrollTop += 240; await frame(); look(); }
              for (const part of [.2, .9, .5, .01, .75, .999, 0]) {
                const began = performance.now();
                grid.scrollTop = part * grid.scrollHeight;
                do { await frame(); look(); } while (!filled() && performance.now() - began < 10000);
                waits.push(Math.round(performance.now() - began));
              }
              grid.scrollTop = grid.scrollHeight;
              do { await frame(); } while (!filled());
              const last = Math.max(...[...grid.querySelectorAll('[data-row]')].map(row => Number(row.dataset.row)));
              return { frames, uncovered, wrong, waits, last };
            }
            """);
        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.GetProperty("wrong").GetInt32().ShouldBe(0);
        result.GetProperty("last").GetInt32().ShouldBe(Rows - 1);

        // Nearly all of them are left out at once, and one is included again.
        await grid.GetByRole(AriaRole.Checkbox, new() { Name = "Include every row", Exact = true }).UncheckAsync();
        await Assertions.Expect(Page.Locator(".page-foot")).ToContainTextAsync($"0 of {Rows.ToString("N0", CultureInfo.InvariantCulture)} changes ticked");
        var last = grid.GetByRole(AriaRole.Checkbox, new() { Name = $"Include row {Rows.ToString("N0", CultureInfo.InvariantCulture)}", Exact = true });
        await Assertions.Expect(last).Not.ToBeCheckedAsync(); // rows of before stay in view until they are read again
        await last.CheckAsync();
        await Assertions.Expect(Page.Locator(".page-foot")).ToContainTextAsync($"1 of {Rows.ToString("N0", CultureInfo.InvariantCulture)} changes ticked");

        if (studio.PeakMemory() is { } peak)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"peak memory of the Studio {peak >> 20} MiB");
            peak.ShouldBeLessThan(500L << 20);
        }

        studio.ShouldBeQuiet();
    }

    private static string Csv(string word) => "id,name,city,amount\n" + string.Concat(Enumerable.Range(1, Rows).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{i},Name of {i * 7919L % 1_000_003},{word} {i % 977},{i % 10_007}.{i % 100:00}\n")));
}
