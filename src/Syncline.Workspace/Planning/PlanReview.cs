using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Workspace.Planning;

/// <summary>What a reviewer does with a plan besides looking at it.</summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class PlanReview(SynclineWorkspace workspace)
{
    private const int MostPlans = 40;

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

    /// <summary>Plans in the plans folder that were made from a project, newest first. Reads the newest of them only: opening a plan takes some ten milliseconds.</summary>
    /// <param name="projectPath">The project's file.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    public async Task<IReadOnlyList<PlannedProject>> FindPlansAsync(string projectPath, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(projectPath);
        var path = Path.GetFullPath(projectPath);
        var name = Path.GetFileName(path);
        name = name.EndsWith(ProjectReader.Extension, StringComparison.Ordinal) ? name[..^ProjectReader.Extension.Length] : name;
        var found = new List<PlannedProject>();
        foreach (var file in Directory.Exists(workspace.Home.Plans) ? Newest(name) : [])
        {
            if (await HeaderAsync(file, cancellationToken) is { } header && header.Project.Path is { } project && Path.GetFullPath(project) == path)
            {
                found.Add(new PlannedProject(file, header));
            }
        }

        return [.. found.OrderByDescending(plan => plan.Header.Created)];
    }

    /// <summary>What a plan would do otherwise than an earlier one; see <see cref="PlanComparison"/>.</summary>
    public Task<PlanComparison> CompareAsync(PlanFile plan, PlanFile earlier, CancellationToken cancellationToken) =>
        PlanComparison.OfAsync(plan, earlier, workspace.Home.Work, cancellationToken);

    private IEnumerable<string> Newest(string project) =>
        Directory.EnumerateFiles(workspace.Home.Plans, $"{project}-*.plan").OrderByDescending(File.GetLastWriteTimeUtc).Take(MostPlans);

    private static async Task<PlanHeader?> HeaderAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var plan = await PlanFile.OpenAsync(file, cancellationToken);
            return plan.Header;
        }
        catch (ConfigurationException)
        {
            // Not a plan, or of another format: it is not one to choose.
            return null;
        }
    }
}
