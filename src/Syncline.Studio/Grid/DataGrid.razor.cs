using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Syncline.Studio.Grid;

/// <summary>
/// A grid of any number of rows, of which those in view are drawn with one screen more each way (docs/decisions/0008-data-grid.md). One stop of the Tab
/// key; arrows move, Enter opens a row or sorts by a head, Space ticks, Shift extends, Ctrl+C copies. A row on its way shows grey bars.
/// </summary>
public sealed partial class DataGrid : ComponentBase, IAsyncDisposable
{
    /// <summary>Height of a row that shows old above new.</summary>
    public const int ChangeRowHeight = 44;

    private const int LeadWidth = 56;
    private const int TickWidth = 28;

    private readonly string id = $"grid-{Guid.NewGuid():N}";
    private GridPages pages = null!;
    private GridScript script = null!;
    private DotNetObjectReference<DataGrid>? self;
    private ElementReference root;
    private GridSpan drawn;
    private (int First, int Visible) view = (0, 30);
    private object? version;
    private int knownCount;
    private int knownHeight;
    private string? said;

    // Its script listens from a moment after it is first drawn; until then the pointer has nothing to act on.
    private bool isLive;

    /// <summary>What the grid shows, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Its columns; another list draws everything anew.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<GridColumn> Columns { get; set; }

    /// <summary>Number of rows.</summary>
    [Parameter]
    public int Count { get; set; }

    /// <summary>Reads rows: first place, count. Runs apart from the page; is cancelled when nobody looks there any more.</summary>
    [Parameter, EditorRequired]
    public required Func<int, int, CancellationToken, Task<IReadOnlyList<GridRow>>> Read { get; set; }

    /// <summary>Another value here reads the rows again; those of now stay in view until then.</summary>
    [Parameter]
    public object? Version { get; set; }

    /// <summary>Height of a row in pixels.</summary>
    [Parameter]
    public int RowHeight { get; set; } = 32;

    /// <summary>Whether rows begin with their number.</summary>
    [Parameter]
    public bool HasNumbers { get; set; }

    /// <summary>Whether rows have boxes to tick.</summary>
    [Parameter]
    public bool CanTick { get; set; }

    /// <summary>Whether every row is ticked, or none (false), or some (null).</summary>
    [Parameter]
    public bool? AllTicked { get; set; }

    /// <summary>What rows are sorted by.</summary>
    [Parameter]
    public GridSort? Sort { get; set; }

    /// <summary>Somebody chose to sort.</summary>
    [Parameter]
    public EventCallback<GridSort?> OnSort { get; set; }

    /// <summary>A column was given another width.</summary>
    [Parameter]
    public EventCallback<GridColumn> OnWidth { get; set; }

    /// <summary>The row that the arrow keys stand on is another.</summary>
    [Parameter]
    public EventCallback<GridRow> OnActive { get; set; }

    /// <summary>A row was opened: Enter or a double click.</summary>
    [Parameter]
    public EventCallback<GridRow> OnOpen { get; set; }

    /// <summary>A row was ticked or unticked.</summary>
    [Parameter]
    public EventCallback<GridRow> OnTick { get; set; }

    /// <summary>Every row was ticked (true) or unticked.</summary>
    [Parameter]
    public EventCallback<bool> OnTickAll { get; set; }

    /// <summary>How many rows are selected was changed.</summary>
    [Parameter]
    public EventCallback<int> OnSelected { get; set; }

    /// <summary>Shown when there is no row.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    private string? ActiveId => activeRow == HeadRow ? $"{id}-head-{activeColumn}" : drawn.Holds(activeRow) ? $"{id}-{activeRow}-{activeColumn}" : null;

    private string Style
    {
        get
        {
            var lead = (HasNumbers ? LeadWidth : 12) + (CanTick ? TickWidth : 0) + (HasNumbers ? 0 : TickWidth);
            var widths = string.Concat(Columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"--w{i}:{column.Width}px;")));
            var tracks = string.Join(' ', Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"var(--w{i})")));
            var sum = string.Join(" + ", Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"var(--w{i})")).Prepend("var(--lead)"));
            var height = Math.Min((long)Count * RowHeight, 15_000_000);
            return string.Create(CultureInfo.InvariantCulture, $"--lead:{lead}px;--row:{RowHeight}px;{widths}--tracks:var(--lead) {tracks} minmax(0,1fr);--width:calc({sum});--height:{height}px");
        }
    }

    /// <summary>Called by the browser: other rows are in view.</summary>
    [JSInvokable]
    public Task ViewAsync(int first, int visible)
    {
        view = (first, Math.Clamp(visible, 1, 400));
        Draw();
        return Task.CompletedTask;
    }

    /// <summary>Called by the browser: a column was dragged to a width.</summary>
    [JSInvokable]
    public Task ResizeAsync(int column, int width) => SafelyAsync(() => ResizeColumnAsync(column, width));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        pages.Dispose();
        if (script is not null)
        {
            await script.DisposeAsync();
        }

        self?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        script = new GridScript(Runtime);
        pages = new GridPages((from, count, cancellationToken) => Read(from, count, cancellationToken), () => _ = InvokeAsync(StateHasChanged));
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!Equals(version, Version))
        {
            version = Version;
            pages.Renew();
        }

        activeRow = Math.Clamp(activeRow, HeadRow, Math.Max(0, Count - 1));
        activeColumn = Math.Clamp(activeColumn, 0, Math.Max(0, Columns.Count - 1));
        Draw();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            self = DotNetObjectReference.Create(this);
            await script.AttachAsync(root, self);
            isLive = true;
            StateHasChanged();
        }
        else if (knownCount != Count || knownHeight != RowHeight)
        {
            await script.MeasureAsync();
        }

        (knownCount, knownHeight) = (Count, RowHeight);
    }

    private void Draw()
    {
        // A very wide grid draws less above and below: cells are what costs.
        var around = GridSpan.Around(Math.Min(view.First, Math.Max(0, Count - 1)), view.Visible, Count);
        drawn = Columns.Count <= 60 ? around : new GridSpan(Math.Min(view.First, Count), Math.Clamp(Count - view.First, 0, view.Visible));
        pages.Want(drawn, Count);
        StateHasChanged();
    }

    private string? SortWord(GridColumn column) => !column.CanSort ? null : Sort?.Key != column.Key ? "none" : Sort.Descending ? "descending" : "ascending";

    private async Task ResizeColumnAsync(int column, int width)
    {
        if (column >= 0 && column < Columns.Count)
        {
            await OnWidth.InvokeAsync(Columns[column] with { Width = Math.Clamp(width, GridColumn.Narrowest, GridColumn.Widest) });
        }
    }

    // What fails in a call from the browser belongs on the page, like what fails in any event.
    private async Task SafelyAsync(Func<Task> work)
    {
        try
        {
            await work();
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
