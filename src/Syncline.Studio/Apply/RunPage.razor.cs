using Microsoft.AspNetCore.Components;
using Syncline.Core.Errors;
using Syncline.Studio.Compare;
using Syncline.Studio.Connections;
using Syncline.Studio.Grid;
using Syncline.Studio.Projects;
using Syncline.Studio.Runs;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Workspace;
using Syncline.Workspace.Applying;

namespace Syncline.Studio.Apply;

/// <summary>One run: how it goes while it goes, and afterwards what became of it, with the ways to verify it, to send failed rows again, and to take it back.</summary>
public sealed partial class RunPage : ComponentBase, IAsyncDisposable
{
    private const int Listed = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource leaving = new();
    private RunSummary? run;
    private List<RunFailure> failures = [];
    private IReadOnlyList<string> key = [];
    private IReadOnlyList<PlanColumn> planColumns = [];
    private ErrorDetail? error;
    private ProjectSession? session;
    private PlanSession? plan;
    private RateLine? line;
    private long failuresRead;
    private long paceRead;
    private TimeSpan paceRest;
    private bool isVerifying;
    private Task watching = Task.CompletedTask;

    /// <summary>Id of the run.</summary>
    [Parameter]
    public string Id { get; set; } = string.Empty;

    [Inject]
    private SynclineWorkspace Workspace { get; set; } = null!;

    [Inject]
    private ProjectSessions Sessions { get; set; } = null!;

    [Inject]
    private ConnectionShelf Shelf { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private ApplyJob? Job => plan?.Apply is { } job && job.RunId == Id ? job : null;

    private ApplyProgress? Live => Job is { IsRunning: true } ? Job.Progress : null;

    private string Heading => (run!.State, run.Failed + run.Conflicts) switch
    {
        (RunState.Running, _) => $"Applying {run.Project}",
        (RunState.Stopped or RunState.Interrupted, _) => $"{run.Project} was not finished",
        (_, 0) => $"{run.Project} is applied",
        _ => $"{run.Project} is applied, with failed rows",
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await watching;
        leaving.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => watching = WatchAsync();

    // The ledger tells, whichever process carries the run out: a reload or another tab finds it as it is.
    private async Task WatchAsync()
    {
        try
        {
            var store = new PlanApplying(Workspace).Runs;
            while (true)
            {
                (session, plan) = (Sessions.OfRun(Id), Sessions.PlanOfRun(Id));
                run = await store.FindAsync(Id, leaving.Token);
                var isOver = run.State != RunState.Running && Job is not { IsRunning: true };
                if (isOver || run.Failed + run.Conflicts != failuresRead)
                {
                    failuresRead = run.Failed + run.Conflicts;
                    await ReadFailuresAsync(store);
                }

                await ReadPaceAsync(store, isOver);
                StateHasChanged();
                if (isOver)
                {
                    return;
                }

                await Task.Delay(LookEvery, Clock, leaving.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is left; the run goes on.
        }
        catch (SynclineException exception)
        {
            error = exception.Error;
            StateHasChanged();
        }
    }

    private async Task ReadFailuresAsync(RunStore store)
    {
        if (run!.Failed + run.Conflicts == 0)
        {
            failures = [];
            return;
        }

        List<long> seqs = [.. (await store.ReadFailedSeqsAsync(run, leaving.Token)).Take(Listed)];
        var lines = await store.ReadLinesAsync(run, seqs, leaving.Token);
        await using var file = await RunStore.OpenPlanAsync(run, leaving.Token);
        failures = await file.ReadChangesAsync(seqs, leaving.Token).Select(change => new RunFailure(change, lines[change.Seq])).ToListAsync(leaving.Token);
        (key, planColumns) = (file.Header.Key, file.Columns);
    }

    private async Task ReadPaceAsync(RunStore store, bool isOver)
    {
        var began = Clock.GetTimestamp();
        if (!isOver && Clock.GetElapsedTime(paceRead, began) < paceRest)
        {
            return;
        }

        line = RateLine.Of(await store.ReadPaceAsync(run!, leaving.Token), run!.Started, isOver ? null : Clock.GetUtcNow());
        paceRead = Clock.GetTimestamp();

        // A large ledger takes its time to be looked through: a tenth of the time is spent on it, no more.
        var rest = Clock.GetElapsedTime(began, paceRead) * 10;
        paceRest = rest > LookEvery ? rest : LookEvery;
    }

    private string KeyOf(RunFailure failure)
    {
        var row = failure.Change.After ?? failure.Change.Before ?? [];
        return string.Join(", ", planColumns.Index().Where(one => key.Contains(one.Item.Name, StringComparer.OrdinalIgnoreCase)).Select(one => GridText.Of(row[one.Index], one.Item.Type)));
    }

    private async Task Resume()
    {
        if (Job is { IsRunning: true })
        {
            return; // pressed twice
        }

        await watching;
        isVerifying = false;
        plan = Sessions.Resume(run!.Id);
        plan.Apply.Resume(run);
        watching = WatchAsync();
    }

    private void SignIn() => Navigation.NavigateTo(ConnectionWindowAddress.Edit(Navigation, run!.Connection, signIn: true));

    private void CompareAgain(ProjectPlace place)
    {
        session!.Compare();
        Navigation.NavigateTo(ProjectAddress.Compare(place));
    }

    private static RenderFragment Badge(PlanAction action) => builder =>
    {
        var sign = action switch { PlanAction.Add => GridSign.Add, PlanAction.Update => GridSign.Update, _ => GridSign.Delete };
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", $"sign-badge {sign.Class}");
        builder.AddAttribute(2, "title", sign.Word);
        builder.AddMarkupContent(3, $"<span aria-hidden=\"true\">{sign.Sign}</span><span class=\"unseen\">{sign.Word}</span>");
        builder.CloseElement();
    };
}
