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
    private AgainstKind? kind;
    private (PlanAgainst?, ConflictLook?) drawnWith;
    private PlanGrid? earlierRows;
    private EarlierChange? earlier;
    private int narrowing;
    private CancellationTokenSource? searching;
    private bool confirming;
    private bool exporting;
    private bool choosing;
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

    /// <summary>The file of the project whose earlier plans can be chosen; null where there are none to choose.</summary>
    [Parameter]
    public string? ProjectPath { get; set; }

    /// <summary>The page's heading.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private BrowserModule Browser { get; set; } = null!;

    private CompareJob Job => Session.Compare;

    // The plan that is drawn: the job may have another already, of which the page is about to be told.
    private PlanFile? Plan => drawnFor;

    private ConflictLook? Look => Plan is { } plan ? Session.Conflicts.Of(plan) : null;

    private PlanAgainst? Against => Plan is { } plan ? Session.Earlier.Of(plan) : null;

    private bool CanTick => (tab.Action is not null || tab.Key == "conflicts") && kind != AgainstKind.Gone && !Session.IsApplied;

    private long InView => grouped?.Count ?? tab.CountOf(Plan!.Header.Counts);

    private long Included => Plan is { } plan ? plan.Header.Counts.Changes - Job.LeftOut.Count : 0;

    private bool? AllTicked
    {
        get
        {
            if (Plan is not { } plan || kind == AgainstKind.Gone)
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
        if (Job.Plan is { } plan && plan != drawnFor)
        {
            (drawnFor, rows, confirming, kind, drawnWith) = (plan, new PlanGrid(plan), false, null, default); // what was about to be confirmed was another plan
            Choose(PlanTab.All.FirstOrDefault(one => one.Key != "same" && one.CountOf(plan.Header.Counts) > 0) ?? PlanTab.All[3]);
        }

        // Somebody applies it in another tab: here it can't be confirmed any more.
        confirming &= !Session.IsApplied && !Session.Apply.IsRunning;
        if (drawnWith != (Against, Look))
        {
            drawnWith = (Against, Look);
            earlierRows = Against is { } against ? new PlanGrid(against.Earlier) : null;
            if (kind is not null || tab.Key == "conflicts")
            {
                kind = null;
                Choose(tab);
            }
        }
    }

    private void Choose(PlanTab chosen)
    {
        searching?.Cancel();
        (tab, opened, fittedFor, group, search, narrowing) = (chosen, null, default, null, string.Empty, narrowing + 1);
        grouped = BaseRows();
        columns = ColumnsInView();
    }

    private IReadOnlyList<GridColumn> ColumnsInView() => tab.Key switch
    {
        "problems" => PlanGrid.ProblemColumns,
        "conflicts" => rows!.ConflictColumns,
        _ when kind == AgainstKind.Gone => earlierRows!.Columns,
        _ => rows!.Columns,
    };

    // What the tab shows before a group or a text narrows it; null for all of it.
    private IReadOnlyList<long>? BaseRows()
    {
        if (tab.Key == "conflicts")
        {
            return Look?.Seqs ?? [];
        }

        if (tab.Action is null || kind is not { } one || Against is not { } against)
        {
            return null;
        }

        var counts = against.PlanOf(one).Header.Counts;
        return SortedNumbers.Within(against.Of(one), tab.FirstOf(counts), tab.CountOf(counts));
    }

    private Task ChooseGroupAsync(PlanChangeGroup? chosen) => NarrowAsync(chosen, search);

    private Task SearchAsync(string text) => NarrowAsync(group, text);

    private void ChooseKind(AgainstKind? chosen)
    {
        kind = chosen;
        Choose(tab);
    }

    // The rows in view are those of the group that hold the text, among those of a kind; each stands alone as well. A newer wish ends an older one.
    private async Task NarrowAsync(PlanChangeGroup? chosen, string text)
    {
        (group, search, opened) = (chosen, text, null);
        searching?.Cancel();
        searching?.Dispose();
        searching = new CancellationTokenSource();
        var (token, plan) = (searching.Token, kind == AgainstKind.Gone ? Against!.Earlier : Plan!);
        try
        {
            var ofGroup = chosen is null ? null : await PlanChangeGroups.FindAsync(plan, chosen, token);
            var found = text.Trim().Length == 0 || tab.Action is not { } action ? null : await PlanSearch.FindAsync(plan, action, text.Trim(), token);
            var all = new[] { BaseRows(), ofGroup, found }.OfType<IReadOnlyList<long>>().ToList();
            if (!token.IsCancellationRequested)
            {
                (grouped, narrowing) = (all.Count == 0 ? null : all.Aggregate(SortedNumbers.Both), narrowing + 1);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another group or text was asked for meanwhile.
        }
    }

    private string CountWords(PlanTab one) => one.Key != "conflicts" ? GridText.Number(one.CountOf(Plan!.Header.Counts)) : Look is { } look ? GridText.Number(look.Seqs.Count) : "?";

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
        var (readFor, leftOut, look, source) = (tab, Job.LeftOut, Look, kind == AgainstKind.Gone ? earlierRows! : rows!);
        var part = grouped is { } seqs ? seqs.Skip(from).Take(count).ToList() : null;
        var read = part is null ? await source.ReadAsync(readFor, from, count, leftOut, cancellationToken)
            : readFor.Key == "conflicts" ? look is null ? [] : await source.ReadConflictsAsync(look, part, leftOut, cancellationToken)
            : await source.ReadAsync(readFor, part, leftOut, cancellationToken);

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
        var source = kind == AgainstKind.Gone ? earlierRows! : rows!;
        detail = tab.Key == "problems" ? [.. columns.Zip(row.Cells)] : await source.FindAsync(row.Number, CancellationToken.None);
        earlier = kind != AgainstKind.Gone && Against is { } against && against.Comparison.EarlierOf(row.Number) is { } number
            ? new EarlierChange(PlanTime.Of(against.Earlier.Header.Created), SignIn(against.Earlier, number), await earlierRows!.FindAsync(number, CancellationToken.None))
            : null;
        opened = row;
    }

    private static GridSign SignIn(PlanFile plan, long seq) =>
        PlanTab.All.First(one => one.Action is not null && seq >= one.FirstOf(plan.Header.Counts) && seq < one.FirstOf(plan.Header.Counts) + one.CountOf(plan.Header.Counts)).Sign;

    private void OpenPlan(Syncline.Workspace.Planning.PlannedProject chosen)
    {
        choosing = false;
        Job.Open(chosen);
    }

    private void ComparePlan(Syncline.Workspace.Planning.PlannedProject chosen)
    {
        choosing = false;
        Session.Earlier.Choose(Plan!, chosen.Path);
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
