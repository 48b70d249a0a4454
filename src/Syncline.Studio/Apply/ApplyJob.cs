using Syncline.Core.Errors;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Workspace;
using Syncline.Workspace.Applying;
using Syncline.Workspace.Defects;
using Syncline.Workspace.Planning;

namespace Syncline.Studio.Apply;

/// <summary>An apply that this Studio carries out: the same run as the command line's, with its ledger. It goes on when no page looks at it. Safe for concurrent use.</summary>
public sealed class ApplyJob : IAsyncDisposable, IProgress<ApplyProgress>
{
    private readonly SynclineWorkspace workspace;
    private readonly TimeProvider timeProvider;
    private readonly Action changed;
    private ApplyPause pause = new();
    private CancellationTokenSource? cancellation;
    private Task running = Task.CompletedTask;
    private long told;

    internal ApplyJob(SynclineWorkspace workspace, TimeProvider timeProvider, Action changed)
    {
        this.workspace = workspace;
        this.timeProvider = timeProvider;
        this.changed = changed;
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether it was told to stop, and requests in flight come to their end.</summary>
    public bool IsStopping => IsRunning && cancellation is { IsCancellationRequested: true };

    /// <summary>Whether it is held up: requests in flight come to their end, and no more are sent until it goes on.</summary>
    public bool IsPaused => IsRunning && !IsStopping && pause.IsPaused;

    /// <summary>The waits that the server asked for.</summary>
    public WaitTally Waits { get; private set; } = new();

    /// <summary>Id of its run; null until that has begun.</summary>
    public string? RunId { get; private set; }

    /// <summary>How far it is; null until that is known.</summary>
    public ApplyProgress? Progress { get; private set; }

    /// <summary>Why it did not begin, or broke off; null when nothing is wrong.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>Begins to carry a plan out. Does nothing while one is.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="leftOut">Changes that are not to be made: a plan without them is made first.</param>
    public void Start(PlanFile plan, IReadOnlyCollection<long> leftOut)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Begin(async (applying, token) =>
        {
            var path = leftOut.Count == 0
                ? plan.Path
                : (await new PlanReview(workspace).ExcludeAsync(plan.Path, where: null, leftOut, outPath: null, token)).Path;
            await using var own = await PlanFile.OpenAsync(path, token);
            return await applying.ApplyAsync(own, Choices, this, token);
        });
    }

    /// <summary>Goes on with a run that was stopped or interrupted.</summary>
    public void Resume(RunSummary run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Begin((applying, token) => applying.ResumeAsync(run, Choices, this, token));
        RunId = run.Id;
    }

    /// <summary>Holds it up: what is in flight comes to its end, the table stays locked. Does nothing when it is held up already.</summary>
    public void Pause()
    {
        pause.Pause();
        changed();
    }

    /// <summary>Lets it go on.</summary>
    public void GoOn()
    {
        pause.GoOn();
        changed();
    }

    /// <summary>Stops it, also while it is paused: requests in flight come to their end, the run can be resumed.</summary>
    public void Stop()
    {
        cancellation?.Cancel();
        changed();
    }

    /// <inheritdoc/>
    public void Report(ApplyProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Progress = value;
        Waits.Note(timeProvider.GetUtcNow(), value.WaitingUntil);
        var isFirst = RunId != value.RunId;
        RunId = value.RunId;
        var now = timeProvider.GetTimestamp();
        if (isFirst || timeProvider.GetElapsedTime(Interlocked.Read(ref told), now) > TimeSpan.FromMilliseconds(500))
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

    private ApplyChoices Choices => new() { Pause = pause };

    private void Begin(Func<PlanApplying, CancellationToken, Task<RunSummary>> work)
    {
        if (IsRunning)
        {
            return;
        }

        (IsRunning, RunId, Progress, Error, cancellation) = (true, null, null, null, new CancellationTokenSource());
        (pause, Waits) = (new ApplyPause(), new WaitTally());
        var token = cancellation.Token;
        running = Task.Run(() => RunAsync(work, token), CancellationToken.None);
        changed();
    }

    private async Task RunAsync(Func<PlanApplying, CancellationToken, Task<RunSummary>> work, CancellationToken cancellationToken)
    {
        try
        {
            RunId = (await work(new PlanApplying(workspace), cancellationToken)).Id;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped before the run had begun: nothing was written.
        }
        catch (SynclineException exception)
        {
            Error = exception.Error;
        }
        catch (Exception exception)
        {
            Error = DefectReport.Write(exception, workspace.Home, "ST1004");
        }

        IsRunning = false;
        changed();
    }
}
