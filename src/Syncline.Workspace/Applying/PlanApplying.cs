using Syncline.Core.Connectors;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;
using Syncline.Sync.Resending;
using Syncline.Sync.Runs;
using Syncline.Sync.Undo;
using Syncline.Workspace.Planning;

namespace Syncline.Workspace.Applying;

/// <summary>Carries plans out on the saved connection that they were made for, and finishes runs.</summary>
/// <param name="workspace">The user's workspace.</param>
public sealed class PlanApplying(SynclineWorkspace workspace)
{
    /// <summary>The user's runs.</summary>
    public RunStore Runs { get; } = new(workspace.Home.Runs, TimeProvider.System);

    /// <summary>Refuses a plan that breaks one of its guards, or that is not the one approved.</summary>
    /// <exception cref="Core.Errors.GuardException">SY4001, SY4002.</exception>
    public static void Require(PlanHeader plan, string? approvedDigest)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Applier.Require(plan, approvedDigest);
    }

    /// <summary>Carries out a plan in a new run.</summary>
    /// <param name="plan">The plan, opened.</param>
    /// <param name="choices">How; the runs folder is set here.</param>
    /// <param name="progress">Is told after each batch; null when nobody listens.</param>
    /// <param name="cancellationToken">Cancelled: requests in flight end, the run is stopped in good order and can be resumed.</param>
    public async Task<RunSummary> ApplyAsync(
        PlanFile plan, ApplyChoices choices, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(choices);
        if (plan.Header.Project.Path is { } project)
        {
            workspace.RecentProjects.Note(project);
        }

        await using var target = await workspace.OpenAsync(plan.Header.Target.Connection, cancellationToken);
        await using var source = await OpenSourceAsync(plan.Header, cancellationToken);
        return await Applier.ApplyAsync(plan, target, Options(choices) with { Source = source }, progress, cancellationToken);
    }

    /// <summary>Goes on with a run that was stopped or interrupted.</summary>
    public async Task<RunSummary> ResumeAsync(
        RunSummary run, ApplyChoices choices, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(choices);
        await using var target = await workspace.OpenAsync(run.Connection, cancellationToken);
        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        await using var source = await OpenSourceAsync(plan.Header, cancellationToken);
        return await Applier.ResumeAsync(run.Id, target, Options(choices) with { Source = source }, progress, cancellationToken);
    }

    /// <summary>Reads back every row that a run wrote; gives those that are not as its plan wants them. Writes nothing.</summary>
    public async IAsyncEnumerable<VerifyDifference> VerifyAsync(RunSummary run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await using var target = await workspace.OpenAsync(run.Connection, cancellationToken);
        await foreach (var difference in RunVerifier.VerifyAsync(run, target, TimeProvider.System, cancellationToken))
        {
            yield return difference;
        }
    }

    /// <summary>Looks at the target for rows that changed since a plan was made; gives the changes that an apply would report as conflicts. Writes nothing.</summary>
    /// <param name="plan">The plan, opened.</param>
    /// <param name="looked">Told how many changes were looked at so far; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    public async IAsyncEnumerable<PlanConflict> FindConflictsAsync(
        PlanFile plan, IProgress<long>? looked, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        await using var target = await workspace.OpenAsync(plan.Header.Target.Connection, cancellationToken);
        await foreach (var conflict in ConflictCheck.FindAsync(plan, target, looked, cancellationToken))
        {
            yield return conflict;
        }
    }

    /// <summary>Makes a plan that takes a run back. Nothing is written to the target.</summary>
    /// <param name="run">The run.</param>
    /// <param name="outPath">Where to write the plan; null for a new file in the plans folder.</param>
    /// <param name="cancellationToken">Cancels; no plan is left.</param>
    public async Task<PlannedProject> PlanUndoAsync(RunSummary run, string? outPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var path = workspace.PlanPath(outPath, $"undo-{run.Id}");
        await using var target = await workspace.OpenAsync(run.Connection, cancellationToken);
        return new PlannedProject(path, await UndoPlanner.PlanAsync(run, target, path, TimeProvider.System, cancellationToken));
    }

    /// <summary>Makes a plan that sends the failed and conflicting rows of a run again. Nothing is written to the target.</summary>
    /// <param name="run">The run.</param>
    /// <param name="corrections">Values that somebody corrected.</param>
    /// <param name="outPath">Where to write the plan; null for a new file in the plans folder.</param>
    /// <param name="cancellationToken">Cancels; no plan is left.</param>
    public async Task<PlannedProject> PlanAgainAsync(RunSummary run, IReadOnlyCollection<CellCorrection> corrections, string? outPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var path = workspace.PlanPath(outPath, $"again-{run.Id}");
        await using var target = await workspace.OpenAsync(run.Connection, cancellationToken);
        return new PlannedProject(path, await ResendPlanner.PlanAsync(run, corrections, target, path, TimeProvider.System, cancellationToken));
    }

    /// <summary>Writes the failed and conflicting rows of a run to a CSV file, to be corrected and fed again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="outPath">The file to make.</param>
    /// <param name="cancellationToken">Cancels; no file is left.</param>
    /// <exception cref="Core.Errors.ConfigurationException">WS1002: there is a file already.</exception>
    public Task<FailedRowsFile> WriteFailedRowsAsync(RunSummary run, string outPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrWhiteSpace(outPath);
        return new FailedRows(workspace, Runs).WriteAsync(run, Path.GetFullPath(outPath), cancellationToken);
    }

    // Opened only by plans that write to it: any other is applied without its source, which may be gone by then.
    private async ValueTask<IConnection?> OpenSourceAsync(PlanHeader plan, CancellationToken cancellationToken) =>
        plan.WritesToSource() ? await workspace.OpenAsync(plan.Source.Connection, cancellationToken) : null;

    private ApplyOptions Options(ApplyChoices choices) => new()
    {
        RunsFolder = workspace.Home.Runs,
        BudgetsFolder = workspace.Home.Budgets,
        MaxFailures = choices.MaxFailures,
        MaxParallelism = choices.MaxParallelism,
        OnConflict = choices.OnConflict,
        RetryFailed = choices.RetryFailed,
        ApprovedDigest = choices.ApprovedDigest,
        Pause = choices.Pause,
    };
}
