using Syncline.Core.Errors;
using Syncline.Sync;
using Syncline.Sync.Plans;
using Syncline.Workspace;
using Syncline.Workspace.Defects;
using Syncline.Workspace.Planning;

namespace Syncline.Studio.Compare;

/// <summary>The compare of a project: runs in the background, and keeps the plan that it made open to be looked at. Safe for concurrent use.</summary>
public sealed class CompareJob : IAsyncDisposable, IProgress<PlanProgress>
{
    private readonly SynclineWorkspace workspace;
    private readonly TimeProvider timeProvider;
    private readonly Action changed;
    private readonly Lock gate = new();
    private volatile LeftOutChanges leftOut = LeftOutChanges.None;
    private CancellationTokenSource? cancellation;
    private Task running = Task.CompletedTask;
    private long told;

    internal CompareJob(SynclineWorkspace workspace, TimeProvider timeProvider, Action changed)
    {
        this.workspace = workspace;
        this.timeProvider = timeProvider;
        this.changed = changed;
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>How far it is.</summary>
    public PlanProgress Progress { get; private set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <summary>How long the last one took.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Why the last one failed; null when it did not.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>The plan; null until there is one.</summary>
    public PlanFile? Plan { get; private set; }

    /// <summary>The plan's updates by the columns in which they differ, largest group first.</summary>
    public IReadOnlyList<PlanChangeGroup> Groups { get; private set; } = [];

    /// <summary>Another after each change of what is ticked.</summary>
    public int TickVersion { get; private set; }

    /// <summary>Changes that were unticked.</summary>
    public IReadOnlyCollection<long> LeftOut => leftOut;

    /// <summary>Begins to compare a project. Does nothing while a plan is made.</summary>
    public void Start(string projectPath) => Start(token => new ProjectPlanning(workspace).PlanAsync(new PlanRequest { ProjectPath = projectPath }, this, token));

    /// <summary>Opens a plan that was made before. Does nothing while one is made.</summary>
    public void Open(PlannedProject plan) => Start(_ => Task.FromResult(plan));

    /// <summary>Begins to make a plan. Does nothing while one is made.</summary>
    public void Start(Func<CancellationToken, Task<PlannedProject>> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (gate)
        {
            if (IsRunning)
            {
                return;
            }

            (IsRunning, Error, Progress, Began, cancellation) = (true, null, default, timeProvider.GetUtcNow(), new CancellationTokenSource());
            var token = cancellation.Token;
            var before = running;
            running = Task.Run(() => RunAsync(before, make, token), CancellationToken.None);
        }

        changed();
    }

    /// <summary>Stops it; no plan is left of it.</summary>
    public void Stop() => cancellation?.Cancel();

    /// <summary>Includes a change, or leaves it out.</summary>
    public void Tick(long seq, bool included)
    {
        if (leftOut.Contains(seq) == included)
        {
            Tick([seq], included);
        }
    }

    /// <summary>Includes changes, or leaves them out.</summary>
    public void Tick(long first, long count, bool included)
    {
        lock (gate)
        {
            leftOut = leftOut.With(first, count, included);
            TickVersion++;
        }

        changed();
    }

    /// <summary>Includes changes, or leaves them out.</summary>
    public void Tick(IReadOnlyList<long> seqs, bool included)
    {
        ArgumentNullException.ThrowIfNull(seqs);
        lock (gate)
        {
            leftOut = leftOut.With(seqs, included);
            TickVersion++;
        }

        changed();
    }

    /// <summary>How many of some changes are left out.</summary>
    public long LeftOutOf(IReadOnlyList<long> seqs) => leftOut is { Count: > 0 } now ? seqs.LongCount(now.Contains) : 0;

    /// <summary>How many changes of a range are left out.</summary>
    public long LeftOutOf(long first, long count) => leftOut.CountIn(first, count);

    /// <summary>What is left out of a plan that somebody looked at; null when it is not the plan at hand any more, or another is being made.</summary>
    public IReadOnlyCollection<long>? LeftOutOf(PlanFile seen)
    {
        lock (gate)
        {
            return Plan == seen && !IsRunning ? leftOut : null;
        }
    }

    /// <inheritdoc/>
    public void Report(PlanProgress value)
    {
        Progress = value;
        var now = timeProvider.GetTimestamp();
        if (timeProvider.GetElapsedTime(Interlocked.Read(ref told), now) > TimeSpan.FromMilliseconds(300))
        {
            Interlocked.Exchange(ref told, now);
            changed();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (cancellation is not null)
        {
            await cancellation.CancelAsync();
        }

        await running;
        cancellation?.Dispose();
        if (Plan is not null)
        {
            await Plan.DisposeAsync();
        }
    }

    private async Task RunAsync(Task earlier, Func<CancellationToken, Task<PlannedProject>> make, CancellationToken cancellationToken)
    {
        await earlier;
        var began = timeProvider.GetTimestamp();
        PlanFile? opened = null;
        try
        {
            var planned = await make(cancellationToken);
            var before = Plan;
            opened = await PlanFile.OpenAsync(planned.Path, CancellationToken.None);
            lock (gate)
            {
                (Plan, Groups, leftOut) = (opened, [], LeftOutChanges.None);
                TickVersion++;
            }

            if (before is not null)
            {
                await before.DisposeAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Somebody stopped it: the plan of before, if there is one, stays in view.
        }
        catch (SynclineException exception)
        {
            Error = exception.Error;
        }
        catch (Exception exception)
        {
            Error = DefectReport.Write(exception, workspace.Home, "ST1003");
        }

        if (opened is not null && opened != Plan)
        {
            await opened.DisposeAsync();
        }

        (Took, IsRunning) = (timeProvider.GetElapsedTime(began), false);
        changed();
        if (opened is { Header.Counts.Update: > 0 })
        {
            await GroupAsync(opened, cancellationToken);
        }
    }

    // The rows are in view by now: to group many takes longer than to open the plan.
    private async Task GroupAsync(PlanFile opened, CancellationToken cancellationToken)
    {
        try
        {
            Groups = await PlanChangeGroups.ReadAsync(opened, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            Error = DefectReport.Write(exception, workspace.Home, "ST1003");
        }

        changed();
    }
}
