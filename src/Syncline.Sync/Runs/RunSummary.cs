using Syncline.Sync.Ledgers;

namespace Syncline.Sync.Runs;

/// <summary>A run as its ledger tells it.</summary>
public sealed record RunSummary
{
    /// <summary>Id, e.g. <c>20261123-101432-7f3a</c>: UTC time of the start and a random end; sorts by time.</summary>
    public required string Id { get; init; }

    /// <summary>Folder with the ledger and the plan.</summary>
    public required string Folder { get; init; }

    /// <summary>How it stands.</summary>
    public required RunState State { get; init; }

    /// <summary>Why it stopped; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the plan.</summary>
    public required string PlanId { get; init; }

    /// <summary>Digest of the plan.</summary>
    public required string PlanDigest { get; init; }

    /// <summary>Name of the target connection.</summary>
    public required string Connection { get; init; }

    /// <summary>Target table.</summary>
    public required string Table { get; init; }

    /// <summary>Id of the target system; null when it has none.</summary>
    public string? SystemId { get; init; }

    /// <summary>Target system as a person names it.</summary>
    public string? System { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended or stopped; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Rows to add.</summary>
    public required RunCounts Add { get; init; }

    /// <summary>Rows to update.</summary>
    public required RunCounts Update { get; init; }

    /// <summary>Rows to delete.</summary>
    public required RunCounts Delete { get; init; }

    /// <summary>What was written back to the source; null when the plan writes nothing back.</summary>
    public WriteBackCounts? WriteBack { get; init; }

    /// <summary>Why rows failed, are in conflict or in doubt, those of most rows first; empty in lists of runs, and while the run goes.</summary>
    public IReadOnlyList<FailureReason> Reasons { get; init; } = [];

    /// <summary>Machine of the process that worked on it last.</summary>
    public required string OwnerHost { get; init; }

    /// <summary>Id of that process.</summary>
    public required int OwnerProcess { get; init; }

    /// <summary>All actions together.</summary>
    public RunCounts Total => Add + Update + Delete;

    /// <summary>Changes in the plan.</summary>
    public long Changes => Total.Planned;

    /// <summary>Changes written.</summary>
    public long Done => Total.Done;

    /// <summary>Changes refused.</summary>
    public long Failed => Total.Failed;

    /// <summary>Changes not written because the target's row changed since the plan.</summary>
    public long Conflicts => Total.Conflicts;

    /// <summary>Changes sent without an answer.</summary>
    public long Unknown => Total.Unknown;

    /// <summary>Changes not sent yet.</summary>
    public long Pending => Total.Pending;

    /// <summary>Whether resume has something to do.</summary>
    public bool CanResume => State is RunState.Stopped or RunState.Interrupted;
}
