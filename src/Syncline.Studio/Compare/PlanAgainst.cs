using Syncline.Sync.Plans;

namespace Syncline.Studio.Compare;

/// <summary>A plan held against an earlier one.</summary>
public sealed class PlanAgainst
{
    internal PlanAgainst(PlanFile plan, PlanFile earlier, PlanComparison comparison)
    {
        (Plan, Earlier, Comparison, Different) = (plan, earlier, comparison, [.. comparison.Different.Select(pair => pair.Seq)]);
    }

    /// <summary>The plan.</summary>
    public PlanFile Plan { get; }

    /// <summary>The earlier one; open as long as this is at hand.</summary>
    public PlanFile Earlier { get; }

    /// <summary>What differs.</summary>
    public PlanComparison Comparison { get; }

    /// <summary>Numbers of the plan's changes that are different, ascending.</summary>
    public IReadOnlyList<long> Different { get; }

    /// <summary>Numbers of a kind: of the plan, or of the earlier one for those that are gone.</summary>
    internal IReadOnlyList<long> Of(AgainstKind kind) => kind switch
    {
        AgainstKind.New => Comparison.New,
        AgainstKind.Different => Different,
        _ => Comparison.Gone,
    };

    /// <summary>The plan whose changes a kind shows.</summary>
    internal PlanFile PlanOf(AgainstKind kind) => kind == AgainstKind.Gone ? Earlier : Plan;
}
