using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Workspace;
using Syncline.Workspace.Defects;
using Syncline.Workspace.Planning;

namespace Syncline.Studio.Compare;

/// <summary>An earlier plan of the same project that the plan at hand is held against; compared in the background. Safe for concurrent use.</summary>
public sealed class EarlierPlan : IAsyncDisposable
{
    private readonly SynclineWorkspace workspace;
    private readonly Action changed;
    private readonly Lock gate = new();
    private CancellationTokenSource cancellation = new();
    private Task running = Task.CompletedTask;

    internal EarlierPlan(SynclineWorkspace workspace, Action changed)
    {
        this.workspace = workspace;
        this.changed = changed;
    }

    /// <summary>Whether the two are being compared.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>What came of it; null when no plan was chosen, or while it is compared.</summary>
    public PlanAgainst? Against { get; private set; }

    /// <summary>Why they could not be compared; null when nothing is wrong.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>What is known of a plan; null when it is held against none.</summary>
    public PlanAgainst? Of(PlanFile plan) => Against is { } against && against.Plan == plan ? against : null;

    /// <summary>Begins to hold a plan against an earlier one, in place of the one before.</summary>
    public void Choose(PlanFile plan, string earlierPath)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Begin(token => CompareAsync(plan, earlierPath, token));
    }

    /// <summary>Holds it against none.</summary>
    public void Forget() => Begin(work: null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Forget();
        await running;
        cancellation.Dispose();
    }

    private void Begin(Func<CancellationToken, Task>? work)
    {
        PlanAgainst? before;
        lock (gate)
        {
            cancellation.Cancel();
            cancellation = new CancellationTokenSource();
            (before, Against, Error, IsRunning) = (Against, null, null, work is not null);
            var (earlier, token) = (running, cancellation.Token);
            running = Task.Run(() => RunAsync(earlier, before, work, token), CancellationToken.None);
        }

        changed();
    }

    private async Task RunAsync(Task earlier, PlanAgainst? before, Func<CancellationToken, Task>? work, CancellationToken cancellationToken)
    {
        await earlier;
        if (before is not null)
        {
            await before.Earlier.DisposeAsync();
        }

        if (work is null)
        {
            return;
        }

        ErrorDetail? error = null;
        try
        {
            await work(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Another was chosen, or none.
        }
        catch (SynclineException exception)
        {
            error = exception.Error;
        }
        catch (Exception exception)
        {
            error = DefectReport.Write(exception, workspace.Home, "ST1006");
        }

        lock (gate)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                (IsRunning, Error) = (false, error);
            }
        }

        changed();
    }

    private async Task CompareAsync(PlanFile plan, string earlierPath, CancellationToken cancellationToken)
    {
        var earlier = await PlanFile.OpenAsync(earlierPath, cancellationToken);
        try
        {
            var found = new PlanAgainst(plan, earlier, await new PlanReview(workspace).CompareAsync(plan, earlier, cancellationToken));
            lock (gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Against = found;
            }
        }
        catch
        {
            await earlier.DisposeAsync();
            throw;
        }
    }
}
