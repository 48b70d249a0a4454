using Microsoft.AspNetCore.Components;
using Syncline.Studio.Grid;
using Syncline.Sync.Staging;
using Syncline.Workspace.Previews;

namespace Syncline.Studio.Preview;

/// <summary>The rows of a table. What is chosen here is kept by the server for the page's address.</summary>
public sealed partial class PreviewPage : ComponentBase, IDisposable
{
    private PreviewSession? session;
    private DataGrid? grid;
    private IReadOnlyList<GridColumn> columns = [];
    private object? drawnFor;
    private object? fittedFor;
    private GridRow? active;
    private Pane pane;
    private int selected;
    private bool filtering;
    private bool exporting;

    private enum Pane
    {
        None,
        Columns,
        Row,
    }

    /// <summary>Name of the connection.</summary>
    [Parameter]
    public string Connection { get; set; } = string.Empty;

    /// <summary>Name of the table.</summary>
    [Parameter]
    public string Table { get; set; } = string.Empty;

    private PreviewView View => session!.View;

    private PreviewStatus Status => session!.Preview.Status;

    private string Title => session?.Preview.Schema?.Summary.DisplayName ?? Table;

    private int Available => session!.Preview.Schema?.Columns.Count(column => column is { CanRead: true, CompanionOf: null }) ?? 0;

    private string? StateClass => Status switch
    {
        { State: PreviewState.Failed } => "bad",
        { IsCut: true } or { State: PreviewState.Stopped } => "warn",
        { State: PreviewState.Complete } => "ok",
        _ => null,
    };

    private string StateWords => Status switch
    {
        { State: PreviewState.Reading, RowsRead: 0 } => "Reading…",
        { State: PreviewState.Reading } status => $"{GridText.Count(status.RowsRead, "row")} read so far, {GridText.Time(status.Took)}",
        { IsCut: true } status => $"The table has more: a preview keeps the first {GridText.Number(status.RowsShown)} rows",
        { State: PreviewState.Stopped } status => $"Stopped after {GridText.Count(status.RowsShown, "row")}",
        { State: PreviewState.Failed } status => $"Broke off after {GridText.Count(status.RowsShown, "row")}",
        var status => $"Read {GridText.Count(status.RowsShown, "row")} in {GridText.Time(status.Took)}",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (session is not null)
        {
            session.Changed -= OnChanged;
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (session is null || session.Preview.Connection != Connection || session.Preview.Table != Table)
        {
            Dispose();
            session = await Sessions.OpenAsync(Connection, Table, CancellationToken.None);
            (active, selected, drawnFor, pane) = (null, 0, null, Pane.None);
            session.Changed += OnChanged;
            DrawColumns();
        }
    }

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(() =>
    {
        DrawColumns();
        StateHasChanged();
    });

    // Another list makes the grid draw everything anew, so it is made only when it would be another.
    private void DrawColumns()
    {
        var now = (session!.Preview.Schema, View.Columns, View.IsRaw, View.Widths);
        if (!now.Equals(drawnFor))
        {
            drawnFor = now;
            columns = PreviewGrid.Columns(session);
        }
    }

    private async Task<IReadOnlyList<GridRow>> ReadAsync(int from, int count, CancellationToken cancellationToken)
    {
        var (readFor, read) = (drawnFor, await PreviewGrid.ReadAsync(session!, from, count, cancellationToken));

        // Widths follow the first rows that are seen and then stay; those that a person chose are theirs.
        if (from == 0 && read.Count > 0 && fittedFor != readFor)
        {
            fittedFor = readFor;
            await InvokeAsync(() =>
            {
                if (drawnFor == readFor)
                {
                    columns = [.. GridWidths.Fit(columns, read).Zip(columns, (fitted, before) => View.Widths.ContainsKey(before.Key) ? before : fitted)];
                    StateHasChanged();
                }
            });
        }

        return read;
    }

    private async Task ChooseAsync(PreviewView view)
    {
        await session!.ChooseAsync(view);
        DrawColumns();
    }

    private Task WidenAsync(GridColumn column) => ChooseAsync(View with
    {
        Widths = new Dictionary<string, int>(View.Widths, StringComparer.OrdinalIgnoreCase) { [column.Key] = column.Width },
    });

    private Task AddConditionAsync(RowCondition condition)
    {
        filtering = false;
        return ChooseAsync(View with { Conditions = [.. View.Conditions, condition] });
    }

    private void OpenAsync(GridRow row) => (active, pane) = (row, Pane.Row);

    private async Task ClosePaneAsync()
    {
        pane = Pane.None;
        if (grid is not null)
        {
            await grid.FocusAsync();
        }
    }

    private Task MoveAsync(int by) => grid is null ? Task.CompletedTask : grid.MoveToAsync(grid.ActivePlace + by);
}
