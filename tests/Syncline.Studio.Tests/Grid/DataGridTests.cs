using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Studio.Grid;
using Syncline.Studio.Shell;

namespace Syncline.Studio.Tests.Grid;

public sealed class DataGridTests : BunitContext
{
    private static readonly GridColumn[] Columns =
    [
        new() { Key = "id", Title = "Id", CanSort = true, NamesRow = true }, new() { Key = "name", Title = "Name", CanSort = true }, new() { Key = "amount", Title = "Amount", AlignsRight = true },
    ];

    public DataGridTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddScoped<BrowserModule>();
    }

    [Fact]
    public void It_tells_a_screen_reader_how_large_it_is_and_where_each_row_stands()
    {
        var grid = Show(1_000_000);
        var root = grid.Find("[role=grid]");
        root.GetAttribute("aria-rowcount").ShouldBe("1000001");
        root.GetAttribute("aria-colcount").ShouldBe("3");
        root.GetAttribute("tabindex").ShouldBe("0");
        grid.FindAll("[tabindex='0']").Count.ShouldBe(1);
        grid.Find("[data-row='4']").GetAttribute("aria-rowindex").ShouldBe("6");
        grid.FindAll("[role=columnheader]").Count.ShouldBe(4);
        grid.FindAll("[data-row]").Count.ShouldBeLessThan(100);
    }

    [Fact]
    public void Until_its_script_listens_a_grid_is_busy_and_takes_no_pointer()
    {
        var module = JSInterop.SetupModule("/grid.js");
        module.Mode = JSRuntimeMode.Loose;
        var attached = module.SetupVoid("attach", _ => true);
        var grid = Show(3);
        grid.Find("[role=grid]").ClassList.ShouldContain("waits");
        grid.Find("[role=grid]").GetAttribute("aria-busy").ShouldBe("true");
        attached.SetVoidResult();
        grid.WaitForAssertion(() => grid.Find("[role=grid]").ClassList.ShouldNotContain("waits"));
        grid.WaitForAssertion(() => grid.Find("[role=grid]").GetAttribute("aria-busy").ShouldBe("false"));
    }

    [Fact]
    public void Markup_in_a_row_stays_text()
    {
        var grid = Show(3, row => new GridRow(row, [new("<script>alert(1)</script>"), new("\" onclick=\"x"), new(null)]));
        grid.Find("[data-row='0'] [data-column='0']").TextContent.Trim().ShouldBe("<script>alert(1)</script>");
        grid.FindAll("script").ShouldBeEmpty();
        grid.Find("[data-row='0'] [data-column='2']").TextContent.Trim().ShouldBe("null");
    }

    [Fact]
    public void A_changed_cell_shows_the_old_value_above_the_new_one()
    {
        var grid = Show(1, row => new GridRow(row, [new("1"), new("new", "old", IsChanged: true), new("", null, IsChanged: true)]) { Sign = GridSign.Update });
        var cell = grid.Find("[data-column='1']");
        cell.ClassList.ShouldContain("changed");
        cell.QuerySelector("s")!.TextContent.ShouldBe("old");
        cell.QuerySelector("b")!.TextContent.ShouldBe("new");
        grid.Find("[data-column='2'] b").TextContent.ShouldBe("(empty)");
        grid.Find(".sign-badge").TextContent.ShouldBe("~Update");
    }

    [Fact]
    public void Arrows_move_the_active_cell_and_Enter_opens_its_row()
    {
        GridRow? opened = null;
        var grid = Show(50, onOpen: row => opened = row);
        Press(grid, "ArrowDown");
        Press(grid, "ArrowRight");
        grid.Find(".grid-cell.active").TextContent.Trim().ShouldBe("name 1");
        grid.Find("[role=grid]").GetAttribute("aria-activedescendant").ShouldBe(grid.Find(".grid-cell.active").Id);
        Press(grid, "Enter");
        opened!.Number.ShouldBe(1);
        Press(grid, "ArrowDown", shift: true);
        grid.FindAll("[aria-selected=true]").Count.ShouldBe(2);
    }

    [Fact]
    public void Above_the_first_row_stands_the_head_which_Enter_sorts_and_Shift_and_arrows_widen()
    {
        var sorts = new List<GridSort?>();
        var widths = new List<int>();
        var grid = Show(50, onSort: sorts.Add, onWidth: column => widths.Add(column.Width));
        Press(grid, "ArrowUp");
        Press(grid, "ArrowRight");
        Press(grid, "Enter");
        sorts.ShouldBe([new GridSort("name", Descending: false)]);
        Press(grid, "ArrowRight", shift: true);
        widths.ShouldBe([176]);
    }

    [Fact]
    public void A_third_choice_of_a_column_sorts_no_more()
    {
        var first = GridSort.Next(null, "a");
        var second = GridSort.Next(first, "a");
        second.ShouldBe(new GridSort("a", Descending: true));
        GridSort.Next(second, "a").ShouldBeNull();
        GridSort.Next(second, "b").ShouldBe(new GridSort("b", Descending: false));
    }

    [Fact]
    public void Rows_are_ticked_with_real_boxes_or_with_Space()
    {
        var ticks = new List<(long, bool)>();
        var grid = Render<DataGrid>(parameters => parameters
            .Add(one => one.Label, "Rows").Add(one => one.Columns, Columns).Add(one => one.Count, 3).Add(one => one.CanTick, true).Add(one => one.AllTicked, null)
            .Add(one => one.Read, Reader(row => Plain(row) with { IsTicked = true }))
            .Add(one => one.OnTick, row => ticks.Add((row.Number, row.IsTicked))));
        grid.Find("[data-row='2'] input[type=checkbox]").Change(false);
        Press(grid, " ");
        ticks.ShouldBe([(2L, false), (0L, false)]);
        grid.Find(".grid-head input").GetAttribute("data-ticked").ShouldBe("mixed");
    }

    [Fact]
    public void A_row_on_its_way_has_its_number_and_grey_bars()
    {
        var grid = Render<DataGrid>(parameters => parameters
            .Add(one => one.Label, "Rows").Add(one => one.Columns, Columns).Add(one => one.Count, 3).Add(one => one.HasNumbers, true)
            .Add(one => one.Read, (_, _, _) => new TaskCompletionSource<IReadOnlyList<GridRow>>().Task));
        grid.FindAll("[data-row='1'] .grid-bar").Count.ShouldBe(3);
        grid.Find("[data-row='1'] .grid-number").TextContent.ShouldBe("2");
    }

    [Fact]
    public void Copied_rows_are_tab_separated_with_a_head_and_quotes_where_needed() =>
        GridCopy.Of(Columns, [new GridRow(0, [new("1"), new("a\tb"), new(null)]), new GridRow(1, [new("2"), new("say \"x\""), new("3")])])
            .ShouldBe("Id\tName\tAmount\n1\t\"a\tb\"\t\n2\t\"say \"\"x\"\"\"\t3");

    private static GridRow Plain(int row) => new(row, [new($"{row}"), new($"name {row}"), new($"{row * 10}")]);

    private static Func<int, int, CancellationToken, Task<IReadOnlyList<GridRow>>> Reader(Func<int, GridRow> row) =>
        (from, count, _) => Task.FromResult<IReadOnlyList<GridRow>>([.. Enumerable.Range(from, count).Select(row)]);

    private static void Press(IRenderedComponent<DataGrid> grid, string key, bool shift = false) =>
        grid.Find("[role=grid]").KeyDown(new KeyboardEventArgs { Key = key, ShiftKey = shift });

    private IRenderedComponent<DataGrid> Show(
        int count, Func<int, GridRow>? row = null, Action<GridRow>? onOpen = null, Action<GridSort?>? onSort = null, Action<GridColumn>? onWidth = null) =>
        Render<DataGrid>(parameters => parameters
            .Add(one => one.Label, "Rows").Add(one => one.Columns, Columns).Add(one => one.Count, count).Add(one => one.Read, Reader(row ?? Plain))
            .Add(one => one.OnOpen, opened => onOpen?.Invoke(opened)).Add(one => one.OnSort, sort => onSort?.Invoke(sort)).Add(one => one.OnWidth, column => onWidth?.Invoke(column)));
}
