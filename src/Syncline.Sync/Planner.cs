using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Sync.Comparing;
using Syncline.Sync.Mirrors;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;
using Syncline.Sync.Staging;

namespace Syncline.Sync;

/// <summary>Makes plans: reads both sides, compares them and writes what would change. Never writes to a target.</summary>
public static class Planner
{
    /// <summary>
    /// Makes a plan file. A plan that breaks a guard of the project is written all the same, and says so in its header; nothing is written when
    /// the project has mistakes, either side can't be read to its end, or keys are not unique.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="source">Connection that the project's source names.</param>
    /// <param name="target">Connection that the project's target names.</param>
    /// <param name="options">Where the plan goes, and what may be used.</param>
    /// <param name="progress">Told how far it is; from several threads.</param>
    /// <param name="cancellationToken">Stops everything; no plan is left.</param>
    /// <returns>The plan's header, with counts and digest.</returns>
    /// <exception cref="ConfigurationException">The project does not fit the tables (SY1xxx), or the plan can't be written (SY3xxx).</exception>
    /// <exception cref="MappingException">Keys are not unique (SY2201), or the compare failed (SY29xx).</exception>
    /// <exception cref="SynclineException">Whatever reading either side throws.</exception>
    public static async Task<PlanHeader> PlanAsync(
        Project project, IConnection source, IConnection target, PlanOptions options, IProgress<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        progress?.Report(new PlanProgress(PlanPhase.Check, 0, 0, 0));
        var bound = await ProjectChecker.BindAsync(project, source, target, cancellationToken);
        await using var stage = await DuckDbStage.OpenAsync(
            new StageOptions { WorkFolder = options.WorkFolder, MemoryLimit = options.MemoryLimit, Threads = options.Threads }, cancellationToken);
        var columns = PlanColumns.Of(bound, target.Capabilities.RowVersions);
        await using var plan = await PlanWriter.CreateAsync(stage.Connection, options.OutPath, [.. columns.All.Select(column => column.Column)], cancellationToken);
        var pending = new PendingChanges(stage, options.Pending);
        await pending.AttachAsync(cancellationToken);
        var incremental = await IncrementalSides.OpenAsync(bound, columns, source, target, stage, options, cancellationToken);
        await stage.LockDownAsync(cancellationToken);
        var comparer = new Comparer(bound, columns, source, target, stage, pending, incremental, options, progress);
        var header = await comparer.CompareAsync(plan.Alias, cancellationToken);
        return await plan.FinishAsync(header, cancellationToken);
    }
}
