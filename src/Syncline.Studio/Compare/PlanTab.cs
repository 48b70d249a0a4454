using Syncline.Studio.Grid;
using Syncline.Sync.Plans;

namespace Syncline.Studio.Compare;

/// <summary>What a compare's page shows at a time.</summary>
/// <param name="Key">Its word in the address.</param>
/// <param name="Sign">Its sign.</param>
/// <param name="Action">The action whose changes it shows; null when it shows none.</param>
public sealed record PlanTab(string Key, GridSign Sign, PlanAction? Action)
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<PlanTab> All { get; } =
    [
        new("add", GridSign.Add, PlanAction.Add),
        new("update", GridSign.Update, PlanAction.Update),
        new("delete", GridSign.Delete, PlanAction.Delete),
        new("same", GridSign.Same, null),
        new("conflicts", GridSign.Conflict, null),
        new("problems", GridSign.Problem, null),
    ];

    /// <summary>The tab of an action.</summary>
    public static PlanTab Of(PlanAction action) => All.First(one => one.Action == action);

    /// <summary>How many rows of a plan it has; a plan knows of no conflicts, which come up after it was made.</summary>
    public long CountOf(PlanCounts counts) => Key switch
    {
        "add" => counts.Add,
        "update" => counts.Update,
        "delete" => counts.Delete,
        "same" => counts.Same,
        "conflicts" => 0,
        _ => counts.Problems,
    };

    /// <summary>Number, in the plan, of its first change: a plan has adds, then updates, then deletes.</summary>
    public long FirstOf(PlanCounts counts) => Key switch
    {
        "update" => counts.Add + 1,
        "delete" => counts.Add + counts.Update + 1,
        _ => 1,
    };
}
