using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Syncline.Studio.Grid;
using Syncline.Studio.Projects;
using Syncline.Studio.Shell;
using Syncline.Sync.Plans;

namespace Syncline.Studio.Compare;

/// <summary>A plan, row by row, before anything is written: what is ticked of it, and the way to apply it. The same for a compare and for taking a run back.</summary>
public sealed partial class PlanView : ComponentBase, IDisposable
{
    private const int MostGroups = 6;

    private PlanTab tab = PlanTab.All[0];
    private PlanFile? drawnFor;
    private (PlanFile?, PlanTab?) fittedFor;
    private PlanGrid? rows;
    private IReadOnlyList<GridColumn> columns = [];
    private DataGrid? grid;
    private GridRow? opened;
    private IReadOnlyList<(GridColumn Column, GridCell Cell)> detail = [];
    private PlanChangeGroup? group;
    private IReadOnlyList<long>? grouped;
    private string search = string.Empty;
    private int narrowing;
    private CancellationTokenSource? searching;
    private bool confirming;
    private bool exporting;
    private bool isStarting;

    /// <summary>The plan on its way.</summary>
    [Parameter, EditorRequired]
    public required PlanSession Session { get; set; }

    /// <summary>Makes the plan, anew when there is one.</summary>
    [Parameter, EditorRequired]
    public required Action Start { get; set; }

    /// <summary>The words of the button that makes it.</summary>
    [Parameter]
    public string StartLabel { get; set; } = "Compare";

    /// <summary>What is being done while it is made.</summary>
    [Parameter]
    public string Busy { get; set; } = string.Empty;

    /// <summary>Heading of what went wrong while it was made.</summary>
    [Parameter]
    public string Failed { get; set; } = string.Empty;

    /// <summary>Heading while there is none.</summary>
    [Parameter]
    public string Invitation { get; set; } = string.Empty;

    /// <summary>Below that heading.</summary>
    [Parameter]
    public string InvitationWords { get; set; } = string.Empty;

    /// <summary>What a plan without changes means; null for that of a compare.</summary>
    [Parameter]
    public string? SameWords { get; set; }

    /// <summary>The page's heading.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private BrowserModule Browser { get; set; } = null!;

    private CompareJob Job => Session.Compare;

    private PlanFile? Plan => Job.Plan;

    private long Included => Plan is { } plan ? plan.Header.Counts.Changes - Job.LeftOut.Count : 0;

    private bool? AllTicked
    {
        get
        {
            if (Plan is not { } plan)
            {
                return true;
            }

            var all = grouped?.Count ?? tab.CountOf(plan.Header.Counts);
            var leftOut = grouped is null ? Job.LeftOutOf(tab.FirstOf(plan.Header.Counts), all) : Job.LeftOutOf(grouped);
            return leftOut == 0 ? true : leftOut == all ? false : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Session.Changed -= OnChanged;
        searching?.Cancel();
        searching?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Session.Changed += OnChanged;
        Draw();
    }

    private static string Short(string digest) => digest.Length > 19 ? $"{digest[7..15]}…{digest[^4..]}" : digest;

    private void OnChanged(object? sender, EventArgs e) => _ = InvokeAsync(() =>
    {
        Draw();
        StateHasChanged();
        if (isStarting && Session.Apply is { RunId: { } run } apply && (apply.IsRunning || apply.Error is null))
        {
            isStarting = false;
            Navigation.NavigateTo(ProjectAddress.Run(run));
        }
    });

    private void Draw()
    {
        if (Plan is { } plan && plan != drawnFor)
        {
            (drawnFor, rows, confirming) = (plan, new PlanGrid(plan), false); // what was about to be confirmed was another plan
            Choose(PlanTab.All.FirstOrDefault(one => one.Key != "same" && one.CountOf(plan.Header.Counts) > 0) ?? PlanTab.All[3]);
        }
    }

    private void Choose(PlanTab chosen)
    {
        (tab, opened, fittedFor, group, grouped, search) = (chosen, null, default, null, null, string.Empty);
        columns = chosen.Key == "problems" ? PlanGrid.ProblemColumns : rows!.Columns;
    }

    private Task ChooseGroupAsync(PlanChangeGroup? chosen) => NarrowAsync(chosen, search);

    private Task SearchAsync(string text) => NarrowAsync(group, text);

    // The rows in view are those of the group that hold the text; both stand alone as well. A newer wish ends an older one.
    private async Task NarrowAsync(PlanChangeGroup? chosen, string text)
    {
        (group, search, opened) = (chosen, text, null);
        searching?.Cancel();
        searching?.Dispose();
        searching = new CancellationTokenSource();
        var (token, plan) = (searching.Token, Plan!);
        try
        {
            var ofGroup = chosen is null ? null : await PlanChangeGroups.FindAsync(plan, chosen, token);
            var found = text.Trim().Length == 0 || tab.Action is not { } action ? null : await PlanSearch.FindAsync(plan, action, text.Trim(), token);
            var both = ofGroup is null ? found : found is null ? ofGroup : [.. ofGroup.Intersect(found)];
            if (!token.IsCancellationRequested)
            {
                (grouped, narrowing) = (both, narrowing + 1);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another group or text was asked for meanwhile.
        }
    }

    private string WordsOf(PlanChangeGroup one) => string.Join(", ", one.Columns.Select(name => Plan!.Columns.FirstOrDefault(column => column.Name == name)?.DisplayName ?? name));

    private void TickAll(bool included)
    {
        if (grouped is not null)
        {
            Job.Tick(grouped, included);
        }
        else
        {
            Job.Tick(tab.FirstOf(Plan!.Header.Counts), tab.CountOf(Plan.Header.Counts), included);
        }
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

    private async Task<IReadOnlyList<GridRow>> ReadAsync(int from, int count, CancellationToken cancellationToken)
    {
        var (readFor, leftOut) = (tab, Job.LeftOut.ToHashSet());
        var read = grouped is { } seqs
            ? await rows!.ReadAsync(readFor, [.. seqs.Skip(from).Take(count)], leftOut, cancellationToken)
            : await rows!.ReadAsync(readFor, from, count, leftOut, cancellationToken);

        // Widths follow the first rows that are seen and then stay, so that nothing jumps while scrolling.
        if (from == 0 && readFor.Action is not null && fittedFor != (drawnFor, readFor))
        {
            fittedFor = (drawnFor, readFor);
            await InvokeAsync(() =>
            {
                columns = tab == readFor ? GridWidths.Fit(columns, read) : columns;
                StateHasChanged();
            });
        }

        return read;
    }

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

    private void Apply(PlanFile confirmed) => (confirming, isStarting) = (false, Session.ApplyPlan(confirmed));
}
