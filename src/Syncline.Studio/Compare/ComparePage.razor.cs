using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Syncline.Core.Errors;
using Syncline.Studio.Grid;
using Syncline.Studio.Projects;
using Syncline.Studio.Shell;
using Syncline.Sync;
using Syncline.Sync.Plans;

namespace Syncline.Studio.Compare;

/// <summary>What a compare found, row by row, before anything is written.</summary>
public sealed partial class ComparePage : ComponentBase, IDisposable
{
    private ProjectSession? session;
    private ErrorDetail? error;
    private PlanTab tab = PlanTab.All[0];
    private PlanFile? drawnFor;
    private PlanGrid? rows;
    private IReadOnlyList<GridColumn> columns = [];
    private DataGrid? grid;
    private GridRow? opened;
    private IReadOnlyList<(GridColumn Column, GridCell Cell)> detail = [];
    private bool confirming;
    private bool isStarting;

    /// <summary>The project's name.</summary>
    [Parameter]
    public string Name { get; set; } = string.Empty;

    /// <summary>Folder that it is in; null for the usual one.</summary>
    [SupplyParameterFromQuery(Name = "in")]
    public string? Folder { get; set; }

    [Inject]
    private ProjectSessions Sessions { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private BrowserModule Browser { get; set; } = null!;

    private CompareJob Job => session!.Compare;

    private PlanFile? Plan => Job.Plan;

    private long Included => Plan is { } plan ? plan.Header.Counts.Changes - Job.LeftOut.Count : 0;

    // What a run has carried out is not to be carried out again: the next step is another compare.
    private bool IsApplied => session!.AppliedPlan is not null && session.AppliedPlan == Plan;

    private bool? AllTicked => Plan is not { } plan ? true : Job.LeftOutOf(tab.FirstOf(plan.Header.Counts), tab.CountOf(plan.Header.Counts)) switch
    {
        0 => true,
        var out1 when out1 == tab.CountOf(plan.Header.Counts) => false,
        _ => null,
    };

    private string ProgressWords => Job.Progress switch
    {
        { Phase: PlanPhase.Check } => "Looking at both tables…",
        { Phase: PlanPhase.Read } read => $"Reading: {GridText.Count(read.SourceRows, "source row")}, {GridText.Count(read.TargetRows, "target row")}{(read.LookupRows > 0 ? $", {GridText.Count(read.LookupRows, "lookup row")}" : null)}",
        { Phase: PlanPhase.Map } => "Turning source rows into target rows…",
        { Phase: PlanPhase.Compare } => "Comparing both sides…",
        _ => "Writing the plan file…",
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
        Dispose();
        try
        {
            session = await Sessions.OpenAsync(new ProjectPlace(Name, Folder), CancellationToken.None);
            Sessions.AtHand = session;
            session.Changed += OnChanged;
            Draw();
        }
        catch (SynclineException exception)
        {
            (session, error) = (null, exception.Error);
        }
    }

    private static string Short(string digest) => digest.Length > 19 ? $"{digest[7..15]}…{digest[^4..]}" : digest;

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(() =>
    {
        Draw();
        StateHasChanged();
        if (isStarting && session!.Apply is { RunId: { } run } apply && (apply.IsRunning || apply.Error is null))
        {
            isStarting = false;
            Navigation.NavigateTo(ProjectAddress.Run(run));
        }
    });

    private void Draw()
    {
        if (Plan is { } plan && plan != drawnFor)
        {
            (drawnFor, rows, opened) = (plan, new PlanGrid(plan), null);
            tab = PlanTab.All.FirstOrDefault(one => one.Key != "same" && one.CountOf(plan.Header.Counts) > 0) ?? PlanTab.All[3];
            columns = rows.Columns;
        }
    }

    private void Choose(PlanTab chosen)
    {
        (tab, opened) = (chosen, null);
        columns = chosen.Key == "problems" ? PlanGrid.ProblemColumns : rows!.Columns;
    }

    private async Task OnTabKeyAsync(KeyboardEventArgs key)
    {
        var at = PlanTab.All.ToList().IndexOf(tab);
        var next = key.Key switch { "ArrowRight" => at + 1, "ArrowLeft" => at - 1, "Home" => 0, "End" => PlanTab.All.Count - 1, _ => -1 };
        if (next >= 0 && next < PlanTab.All.Count)
        {
            Choose(PlanTab.All[next]);
            await Browser.FocusAsync($"#tab-{tab.Key}");
        }
    }

    private Task<IReadOnlyList<GridRow>> ReadAsync(int from, int count, CancellationToken cancellationToken) =>
        rows!.ReadAsync(tab, from, count, [.. Job.LeftOut], cancellationToken);

    private async Task OpenAsync(GridRow row)
    {
        detail = tab.Action is null ? [.. columns.Zip(row.Cells)] : await rows!.FindAsync(row.Number, CancellationToken.None);
        opened = row;
    }

    private async Task CloseAsync()
    {
        opened = null;
        if (grid is not null)
        {
            await grid.FocusAsync();
        }
    }

    private void Widen(GridColumn column) => columns = [.. columns.Select(one => one.Key == column.Key ? column : one)];

    private void ApplyAsync()
    {
        (confirming, isStarting) = (false, true);
        session!.ApplyPlan();
    }
}
