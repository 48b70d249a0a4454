using System.Globalization;
using Syncline.Sync.Plans;

namespace Syncline.Workspace.Planning;

/// <summary>What a reviewer does with a plan besides looking at it.</summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class PlanReview(SynclineWorkspace workspace)
{
    /// <summary>Makes a plan without some of another's changes.</summary>
    /// <param name="planPath">The plan; it stays as it is.</param>
    /// <param name="where">Changes for which this is true are left out; see <see cref="PlanExclusion.FindAsync"/>. Null for none.</param>
    /// <param name="rows">Numbers of further changes to leave out.</param>
    /// <param name="outPath">Where to write the new plan; null for a new file in the plans folder.</param>
    /// <param name="cancellationToken">Cancels; no plan is left.</param>
    public async Task<PlannedProject> ExcludeAsync(string planPath, string? where, IReadOnlyCollection<long> rows, string? outPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        await using var plan = await PlanFile.OpenAsync(planPath, cancellationToken);
        var excluded = rows.ToHashSet();
        if (where is not null)
        {
            excluded.UnionWith(await PlanExclusion.FindAsync(plan, where, cancellationToken));
        }

        var path = workspace.PlanPath(outPath, plan.Header.Project.Name);
        var why = string.Join(" or ", new[] { where, rows.Count == 0 ? null : $"seq in ({string.Join(", ", rows.Order().Select(row => row.ToString(CultureInfo.InvariantCulture)))})" }.OfType<string>());
        return new PlannedProject(path, await PlanExclusion.ExcludeAsync(plan, excluded, why, path, TimeProvider.System, cancellationToken));
    }
}
