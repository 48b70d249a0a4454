using Syncline.Core.Errors;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;
using Syncline.Workspace;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Defects;

namespace Syncline.Studio.Compare;

/// <summary>Looks at the target for rows that changed since a plan was made; runs in the background. Writes nothing. Safe for concurrent use.</summary>
public sealed class ConflictJob : IAsyncDisposable, IProgress<long>
{
    private readonly SynclineWorkspace workspace;
    private readonly TimeProvider timeProvider;
    private readonly Action changed;
    private readonly Lock gate = new();
    private CancellationTokenSource? cancellation;
    private Task running = Task.CompletedTask;
    private long told;

    internal ConflictJob(SynclineWorkspace workspace, TimeProvider timeProvider, Action changed)
    {
        this.workspace = workspace;
        this.timeProvider = timeProvider;
        this.changed = changed;
    }

    /// <summary>Whether it looks.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Changes that were looked at so far.</summary>
    public long Looked { get; private set; }

    /// <summary>The last look that came to its end; null when there is none.</summary>
    public ConflictLook? Last { get; private set; }

    /// <summary>Why the last look broke off; null when it did not.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>What is known of a plan; null when nobody has looked.</summary>
    public ConflictLook? Of(PlanFile plan) => Last is { } last && last.Plan == plan ? last : null;

    /// <summary>Begins to look. Does nothing while it looks.</summary>
    public void Start(PlanFile plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        lock (gate)
        {
            if (IsRunning)
            {
                return;
            }

            (IsRunning, Looked, Error, Last, cancellation) = (true, 0, null, null, new CancellationTokenSource());
            var token = cancellation.Token;
            running = Task.Run(() => RunAsync(plan, token), CancellationToken.None);
        }

        changed();
    }

    /// <summary>Stops it.</summary>
    public void Stop() => cancellation?.Cancel();

    /// <summary>Stops it, and forgets what it found: another plan is at hand.</summary>
    public void Forget()
    {
        Stop();
        (Last, Error) = (null, null);
    }

    /// <inheritdoc/>
    public void Report(long value)
    {
        Looked = value;
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
    }

    private async Task RunAsync(PlanFile plan, CancellationToken cancellationToken)
    {
        try
        {
            // On an own handle: another compare may close the plan at hand meanwhile.
            await using var own = await PlanFile.OpenAsync(plan.Path, cancellationToken);
            var found = await new PlanApplying(workspace).FindConflictsAsync(own, this, cancellationToken).ToListAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            Last = new ConflictLook(plan, timeProvider.GetUtcNow(), found);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Somebody stopped it: nothing is known.
        }
        catch (SynclineException exception)
        {
            Error = exception.Error;
        }
        catch (Exception exception)
        {
            Error = DefectReport.Write(exception, workspace.Home, "ST1005");
        }

        IsRunning = false;
        changed();
    }
}
