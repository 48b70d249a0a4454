using System.Globalization;
using Microsoft.Playwright;

namespace Syncline.EndToEnd.Studio;

/// <summary>Looking at rows: a table of a site, and a file of many rows.</summary>
public sealed class PreviewTests : IAsyncLifetime
{
    // A normal run scrolls through fewer, so that it stays short: SYNCLINE_PREVIEW_ROWS=1000000 measures the promise.
    private static readonly int Rows = int.TryParse(Environment.GetEnvironmentVariable("SYNCLINE_PREVIEW_ROWS"), CultureInfo.InvariantCulture, out var rows) ? rows : 60_000;

    private StudioBrowser studio = null!;

    private IPage Page => studio.Page;

    private ILocator Grid => Page.GetByRole(AriaRole.Grid);

    public async ValueTask InitializeAsync() => studio = await StudioBrowser.StartAsync();

    public ValueTask DisposeAsync() => studio?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_table_is_looked_at_sorted_filtered_and_exported_and_a_reload_finds_it_as_it_was()
    {
        await studio.SaveSiteAsync("contoso");
        await Page.GotoAsync(new Uri(studio.Address, "/preview/contoso/contact").AbsoluteUri);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Contact" })).ToBeVisibleAsync();
        await Expect(Page.GetByText("Read 40 rows")).ToBeVisibleAsync();
        await Expect(Row(0)).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("preview");

        // Names of lookups and choices, or what is stored.
        var company = await ColumnAsync("Company Name");
        var name = await Cell(0, company).InnerTextAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Raw values" }).ClickAsync();
        await Expect(Cell(0, company)).Not.ToHaveTextAsync(name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Names" }).ClickAsync();
        await Expect(Cell(0, company)).ToHaveTextAsync(name);

        // Sorting, by mouse.
        var head = Page.GetByRole(AriaRole.Columnheader, new() { Name = "Full Name" });
        await head.ClickAsync();
        await Expect(head).ToHaveAttributeAsync("aria-sort", "ascending");
        await head.ClickAsync();
        await Expect(head).ToHaveAttributeAsync("aria-sort", "descending");

        // A filter.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add filter" }).ClickAsync();
        await Page.GetByLabel("Column").SelectOptionAsync("fullname");
        await Page.GetByLabel("Value").FillAsync("an");
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("preview-filter");
        await Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Add filter" }).ClickAsync();
        await Expect(Page.GetByText("rows match, 40 read")).ToBeVisibleAsync();
        var count = await Grid.GetAttributeAsync("data-rows");

        // A row in full, a column more.
        await Cell(0, 0).DblClickAsync();
        await Expect(Page.GetByRole(AriaRole.Complementary, new() { Name = "Row", Exact = true })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();
        await studio.PictureAsync("preview-row");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Columns," }).ClickAsync();
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Display or logical name" }).FillAsync("job");
        await Page.GetByRole(AriaRole.Checkbox, new() { Name = "Job Title", Exact = true }).CheckAsync();
        await Expect(Page.GetByRole(AriaRole.Columnheader, new() { Name = "Job Title" })).ToBeVisibleAsync();
        await studio.ShouldBeAccessibleAsync();

        await Page.ReloadAsync();
        await Expect(Page.GetByText("Full Name contains an")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Columnheader, new() { Name = "Job Title" })).ToBeVisibleAsync();
        await Expect(Grid).ToHaveAttributeAsync("data-rows", count!);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Export CSV" }).ClickAsync();
        await studio.ShouldBeAccessibleAsync();
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Link, new() { Name = "Save the file" }).ClickAsync());
        download.SuggestedFilename.ShouldBe("contact.csv");
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        lines[0].ShouldContain("fullname");
        lines.Length.ShouldBe(int.Parse(count!, CultureInfo.InvariantCulture) + 1);
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task A_grid_is_worked_by_keys_alone()
    {
        await studio.SaveCsvAsync("files", "people.csv", "id,name\n" + string.Concat(Enumerable.Range(1, 500).Select(i => $"{i},<b>Name {i}</b>\n")));
        await Page.GotoAsync(new Uri(studio.Address, "/preview/files/people.csv").AbsoluteUri);
        await Expect(Page.GetByText("Read 500 rows")).ToBeVisibleAsync();
        await Grid.FocusAsync();
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("ArrowRight");
        await ExpectActiveAsync("<b>Name 2</b>");
        await Page.Keyboard.PressAsync("Control+End");
        await ExpectActiveAsync("<b>Name 500</b>");
        await Page.Keyboard.PressAsync("Control+c");
        await Expect(Page.GetByText("Copied the cell")).ToBeAttachedAsync();
        (await Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldBe("<b>Name 500</b>");
        await Page.Keyboard.PressAsync("Shift+ArrowUp");
        await Page.Keyboard.PressAsync("Control+c");
        await Expect(Page.GetByText("Copied 2 rows")).ToBeAttachedAsync();
        (await Page.EvaluateAsync<string>("navigator.clipboard.readText()")).ShouldBe("id\tname\n499\t<b>Name 499</b>\n500\t<b>Name 500</b>");
        await Page.Keyboard.PressAsync("Control+Home");
        await Page.Keyboard.PressAsync("ArrowUp");
        await Page.Keyboard.PressAsync("ArrowRight");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Columnheader, new() { Name = "name" })).ToHaveAttributeAsync("aria-sort", "ascending");
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        var row = Page.GetByRole(AriaRole.Complementary, new() { Name = "Row", Exact = true });
        await Expect(row).ToBeVisibleAsync();
        (await Page.EvaluateAsync<int>("document.querySelectorAll('.grid b, .side b').length")).ShouldBe(0, "rows must not become markup");
        studio.ShouldBeQuiet();
    }

    [Fact]
    public async Task Many_rows_scroll_without_blank_flashes()
    {
        await studio.SaveCsvAsync("files", "many.csv", "id,name,city,amount\n" + string.Concat(Enumerable.Range(1, Rows).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{i},Name of {i * 7919L % 1_000_003},City {i % 977},{i % 10_007}.{i % 100:00}\n"))));
        await Page.GotoAsync(new Uri(studio.Address, "/preview/files/many.csv").AbsoluteUri);
        await Expect(Page.GetByText($"Read {Rows.ToString("N0", CultureInfo.InvariantCulture)} rows")).ToBeVisibleAsync(new() { Timeout = 120_000 });

        // Each frame is looked at: a row is drawn, as values or as grey bars, or the bars of the ground are seen; and how long until values are there.
        var result = await Page.EvaluateAsync<System.Text.Json.JsonElement>("""
            async () => {
              const grid = document.querySelector('.grid'), block = grid.querySelector('.grid-block'), space = grid.querySelector('.grid-space');
              const height = Number(grid.dataset.rowHeight), rows = Number(grid.dataset.rows), waits = [];
              let frames = 0, uncovered = 0, wrong = 0;
              const look = () => {
                frames++;
                const box = grid.getBoundingClientRect(), drawn = block.getBoundingClientRect();
                if (drawn.top > box.top + 33 || drawn.bottom < box.bottom - 20) { uncovered++; if (getComputedStyle(space).backgroundImage === 'none') { wrong++; } }
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
              return { frames, uncovered, wrong, waits, last, rows };
            }
            """);
        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.GetProperty("wrong").GetInt32().ShouldBe(0);
        result.GetProperty("last").GetInt32().ShouldBe(Rows - 1);
        studio.ShouldBeQuiet();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private ILocator Row(int place) => Grid.Locator($"[data-row='{place}']");

    private ILocator Cell(int row, int column) => Row(row).Locator($"[data-column='{column}']");

    private async Task<int> ColumnAsync(string title) =>
        int.Parse((await Page.GetByRole(AriaRole.Columnheader, new() { Name = title }).GetAttributeAsync("data-head"))!, CultureInfo.InvariantCulture);

    private async Task ExpectActiveAsync(string text) => await Expect(Grid.Locator(".grid-cell.active")).ToHaveTextAsync(text);
}
