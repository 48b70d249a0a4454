using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Syncline.Studio.Grid;

/// <summary>Moving, selecting and copying in a grid.</summary>
public sealed partial class DataGrid
{
    private const int HeadRow = -1;
    private const int WidthStep = 16;
    private const int MostCopied = 100_000;

    private int activeRow;
    private int activeColumn;
    private int anchor;
    private bool everything;

    private GridSpan Selection => everything ? new(0, Count) : new(Math.Min(anchor, activeRow), activeRow < 0 ? 0 : Math.Abs(anchor - activeRow) + 1);

    /// <summary>Called by the browser: a cell was clicked.</summary>
    [JSInvokable]
    public Task ClickAsync(int row, int column, bool extends) => SafelyAsync(() => GoAsync(row, column, extends, shows: false));

    /// <summary>Called by the browser: a head was clicked.</summary>
    [JSInvokable]
    public Task HeadAsync(int column) => SafelyAsync(() => SortAsync(column));

    /// <summary>Called by the browser: a row was double-clicked.</summary>
    [JSInvokable]
    public Task OpenAsync(int row) => SafelyAsync(() => pages.Find(row) is { } found ? OnOpen.InvokeAsync(found) : Task.CompletedTask);

    /// <summary>Moves to a row, as the arrow keys do.</summary>
    public Task MoveToAsync(int row) => GoAsync(Math.Clamp(row, 0, Math.Max(0, Count - 1)), activeColumn, extends: false, shows: true);

    /// <summary>Place of the row that the arrow keys stand on, from 0; -1 for the head.</summary>
    public int ActivePlace => activeRow;

    /// <summary>Gives the grid the focus.</summary>
    public ValueTask FocusAsync() => script.FocusAsync();

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        var page = Math.Max(1, view.Visible - 2);
        (int Row, int Column)? next = (key.Key, key.CtrlKey) switch
        {
            ("ArrowDown", _) => (activeRow + 1, activeColumn),
            ("ArrowUp", _) => (activeRow - 1, activeColumn),
            ("ArrowRight", _) when activeRow != HeadRow || !key.ShiftKey => (activeRow, activeColumn + 1),
            ("ArrowLeft", _) when activeRow != HeadRow || !key.ShiftKey => (activeRow, activeColumn - 1),
            ("PageDown", _) => (Math.Max(0, activeRow) + page, activeColumn),
            ("PageUp", _) => (Math.Max(0, activeRow - page), activeColumn),
            ("Home", true) => (0, 0),
            ("End", true) => (Count - 1, Columns.Count - 1),
            ("Home", false) => (activeRow, 0),
            ("End", false) => (activeRow, Columns.Count - 1),
            _ => null,
        };
        if (next is { } moved)
        {
            await GoAsync(moved.Row, moved.Column, key.ShiftKey, shows: true);
            return;
        }

        switch (key.Key)
        {
            case "Enter" when activeRow == HeadRow:
                await SortAsync(activeColumn);
                break;
            case "Enter" when pages.Find(activeRow) is { } row:
                await OnOpen.InvokeAsync(row);
                break;
            case " " when activeRow == HeadRow && CanTick:
                await OnTickAll.InvokeAsync(AllTicked != true);
                break;
            case " " when CanTick && pages.Find(activeRow) is { } row:
                await TickAsync(activeRow, !row.IsTicked);
                break;
            case "ArrowLeft" or "ArrowRight" when activeColumn < Columns.Count:
                await ResizeColumnAsync(activeColumn, Columns[activeColumn].Width + (key.Key == "ArrowRight" ? WidthStep : -WidthStep));
                break;
            case "a" when key.CtrlKey:
                everything = true;
                await OnSelected.InvokeAsync(Selection.Count);
                break;
            case "c" when key.CtrlKey:
                await CopyAsync();
                break;
        }
    }

    private async Task GoAsync(int row, int column, bool extends, bool shows)
    {
        row = Math.Clamp(row, HeadRow, Count - 1);
        column = Math.Clamp(column, 0, Math.Max(0, Columns.Count - 1));
        var isOther = row != activeRow || column != activeColumn || everything;
        (activeRow, activeColumn, everything, said) = (row, column, false, null);
        anchor = extends && row >= 0 ? Math.Max(0, anchor) : row;
        if (shows)
        {
            await script.ShowAsync(row, column);
        }

        if (isOther)
        {
            await OnSelected.InvokeAsync(Selection.Count);
            if (pages.Find(row) is { } found)
            {
                await OnActive.InvokeAsync(found);
            }
        }
    }

    private Task SortAsync(int column)
    {
        (activeRow, activeColumn) = (HeadRow, column);
        return column < Columns.Count && Columns[column].CanSort ? OnSort.InvokeAsync(GridSort.Next(Sort, Columns[column].Key)) : Task.CompletedTask;
    }

    private Task TickAsync(int place, bool ticked) => pages.Find(place) is { } row ? OnTick.InvokeAsync(row with { IsTicked = ticked }) : Task.CompletedTask;

    private async Task CopyAsync()
    {
        if (activeRow == HeadRow)
        {
            said = await Browser.CopyAsync(Columns[activeColumn].Title) ? "Copied" : "The browser did not let it be copied.";
            return;
        }

        var span = Selection;
        if (span.Count > MostCopied)
        {
            said = $"At most {GridText.Number(MostCopied)} rows can be copied; export them instead.";
            return;
        }

        var rows = new List<GridRow>();
        for (var from = span.First; from < span.End; from += GridPages.PageSize)
        {
            rows.AddRange(await Read(from, Math.Min(GridPages.PageSize, span.End - from), CancellationToken.None));
        }

        var text = rows is [var only] && !everything ? only.Cells.ElementAtOrDefault(activeColumn).Text ?? string.Empty : GridCopy.Of(Columns, rows);
        said = !await Browser.CopyAsync(text) ? "The browser did not let it be copied." : rows.Count == 1 ? "Copied the cell" : $"Copied {GridText.Count(rows.Count, "row")}";
    }
}
