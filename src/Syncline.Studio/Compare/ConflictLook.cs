using Syncline.Core.Errors;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;

namespace Syncline.Studio.Compare;

/// <summary>What a look at the target found. Immutable.</summary>
public sealed class ConflictLook
{
    private readonly Dictionary<long, ErrorDetail> errors;

    internal ConflictLook(PlanFile plan, DateTimeOffset when, IReadOnlyList<PlanConflict> found)
    {
        (Plan, When, Seqs) = (plan, when, [.. found.Select(conflict => conflict.Seq)]);
        errors = found.ToDictionary(conflict => conflict.Seq, conflict => conflict.Error);
    }

    /// <summary>The plan.</summary>
    public PlanFile Plan { get; }

    /// <summary>When the look ended.</summary>
    public DateTimeOffset When { get; }

    /// <summary>Numbers of the changes in conflict, ascending.</summary>
    public IReadOnlyList<long> Seqs { get; }

    /// <summary>What happened to the row of a change; null when nothing did.</summary>
    public ErrorDetail? Find(long seq) => errors.GetValueOrDefault(seq);
}
