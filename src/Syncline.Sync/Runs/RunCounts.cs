namespace Syncline.Sync.Runs;

/// <summary>What became of the changes of one action in a run.</summary>
public sealed record RunCounts
{
    /// <summary>Changes in the plan.</summary>
    public long Planned { get; init; }

    /// <summary>Written.</summary>
    public long Done { get; init; }

    /// <summary>Refused.</summary>
    public long Failed { get; init; }

    /// <summary>Not written because the target's row changed since.</summary>
    public long Conflicts { get; init; }

    /// <summary>Sent without an answer: written or not.</summary>
    public long Unknown { get; init; }

    /// <summary>Not sent yet.</summary>
    public long Pending => Planned - Done - Failed - Conflicts - Unknown;

    /// <summary>Adds up.</summary>
    public static RunCounts operator +(RunCounts left, RunCounts right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new RunCounts
        {
            Planned = left.Planned + right.Planned,
            Done = left.Done + right.Done,
            Failed = left.Failed + right.Failed,
            Conflicts = left.Conflicts + right.Conflicts,
            Unknown = left.Unknown + right.Unknown,
        };
    }

    /// <summary>Adds up.</summary>
    public static RunCounts Add(RunCounts left, RunCounts right) => left + right;
}
