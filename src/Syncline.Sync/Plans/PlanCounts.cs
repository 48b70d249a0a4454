namespace Syncline.Sync.Plans;

/// <summary>How many rows a plan read and what it would do to them.</summary>
public sealed record PlanCounts
{
    /// <summary>Rows read from the source, after its filter.</summary>
    public long SourceRows { get; init; }

    /// <summary>Rows read from the target, after its filter.</summary>
    public long TargetRows { get; init; }

    /// <summary>Rows to add. Counted by <see cref="PlanWriter"/>.</summary>
    public long Add { get; init; }

    /// <summary>Rows to update. Counted by <see cref="PlanWriter"/>.</summary>
    public long Update { get; init; }

    /// <summary>Those of the rows to update that the source has not got and that are set inactive for it.</summary>
    public long Deactivate { get; init; }

    /// <summary>Rows to delete. Counted by <see cref="PlanWriter"/>.</summary>
    public long Delete { get; init; }

    /// <summary>Rows that are the same on both sides.</summary>
    public long Same { get; init; }

    /// <summary>Rows that could not become a change. Counted by <see cref="PlanWriter"/>.</summary>
    public long Problems { get; init; }

    /// <summary>All changes.</summary>
    public long Changes => Add + Update + Delete;
}
