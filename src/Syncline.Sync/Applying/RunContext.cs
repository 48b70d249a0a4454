using Syncline.Connections.Governing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Locking;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>What all parts of a run share.</summary>
internal sealed record RunContext
{
    private readonly Lock telling = new();

    public required string RunId { get; init; }

    public required PlanFile Plan { get; init; }

    public required TargetTable Table { get; init; }

    public required IRowLedger Ledger { get; init; }

    /// <summary>The lock on the target table.</summary>
    public required TargetLock Lock { get; init; }

    public required WritePool Pool { get; init; }

    public required RunTally Tally { get; init; }

    public required FailureLimit Limit { get; init; }

    /// <summary>Tells the source of added rows; null when the plan does not ask for it.</summary>
    public WriteBackSender? WriteBack { get; init; }

    public required ApplyOptions Options { get; init; }

    public IProgress<ApplyProgress>? Progress { get; init; }

    /// <summary>Waits for leave to send one request, also while the run is held up; the listener is then told how many are still in flight.</summary>
    public ValueTask<WriteLane> EnterAsync(CancellationToken cancellationToken) => Pool.EnterAsync(Options.Pause, Report, cancellationToken);

    /// <summary>Tells the listener how far the run is. One at a time, so that what is told last is what was true last.</summary>
    public void Report()
    {
        lock (telling)
        {
            Progress?.Report(Tally.Snapshot(RunId, Pool));
        }
    }
}
