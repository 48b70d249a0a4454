using System.Collections;
using System.Runtime.ExceptionServices;
using Syncline.Core.Connectors;
using Syncline.Core.Tables;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Locking;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Applying;

/// <summary>Carries plans out: exactly what they say, each change once, in a run that can be resumed after any interruption.</summary>
public static class Applier
{
    /// <summary>
    /// Carries a plan out in a new run. When <paramref name="cancellationToken"/> is cancelled, requests in flight come to their end, the
    /// ledger is written, and the summary says <see cref="RunState.Stopped"/>.
    /// </summary>
    /// <exception cref="Core.Errors.GuardException">SY4001 to SY4006: nothing was written.</exception>
    /// <exception cref="Core.Errors.ConfigurationException">The plan is not what was written (SY3004), or an earlier run of it did not end (SY4007).</exception>
    /// <exception cref="Core.Errors.SynclineException">The run stopped on the way, e.g. because the sign-in ended; the ledger says how far it came, and resume goes on.</exception>
    public static async ValueTask<RunSummary> ApplyAsync(
        PlanFile plan, IConnection target, ApplyOptions options, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken) =>
        await ApplyAsync(plan, target, options, progress, ledger => ledger, cancellationToken);

    /// <summary>
    /// Goes on with a run that was stopped or interrupted: looks at the rows in doubt, then sends what is still planned, and with
    /// <see cref="ApplyOptions.RetryFailed"/> what failed.
    /// </summary>
    /// <param name="runId">Id of the run, or a unique beginning of it.</param>
    /// <param name="target">The connection that the run wrote to.</param>
    /// <param name="options">How to go on.</param>
    /// <param name="progress">Is told how far the run is; null when nobody listens.</param>
    /// <param name="cancellationToken">As in <see cref="ApplyAsync(PlanFile, IConnection, ApplyOptions, IProgress{ApplyProgress}?, CancellationToken)"/>.</param>
    /// <exception cref="Core.Errors.ConfigurationException">There is no such run (SY4008, SY4009), or nothing is left to do (SY4010).</exception>
    /// <exception cref="Core.Errors.GuardException">SY4003 to SY4006: nothing was written.</exception>
    public static async ValueTask<RunSummary> ResumeAsync(
        string runId, IConnection target, ApplyOptions options, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken) =>
        await ResumeAsync(runId, target, options, progress, ledger => ledger, cancellationToken);

    /// <summary>Refuses a plan that breaks one of its guards, or that is not the one approved; <see cref="ApplyAsync(PlanFile, IConnection, ApplyOptions, IProgress{ApplyProgress}?, CancellationToken)"/> asks it too.</summary>
    /// <exception cref="Core.Errors.GuardException">SY4001, SY4002.</exception>
    public static void Require(PlanHeader plan, string? approvedDigest)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ApplyChecks.RequireGuards(plan, approvedDigest);
    }

    internal static async ValueTask<RunSummary> ApplyAsync(
        PlanFile plan, IConnection target, ApplyOptions options, IProgress<ApplyProgress>? progress, Func<IRowLedger, IRowLedger> wrapLedger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        ApplyChecks.RequireGuards(plan.Header, options.ApprovedDigest);
        var table = await ApplyChecks.OpenTableAsync(plan, target, cancellationToken);
        var source = await ApplyChecks.OpenSourceAsync(plan, options.Source, cancellationToken);

        var store = new RunStore(options.RunsFolder, options.TimeProvider);
        using var tableLock = await store.LockTableAsync(plan.Header.Target, cancellationToken);
        await store.RequireNoUnfinishedRunAsync(plan.Header, cancellationToken);
        var (run, runLock) = await store.CreateAsync(plan, cancellationToken);
        using (runLock)
        {
            // The run works from its own copy, whose content was checked: the user's file may come and go.
            await using var copy = await PlanFile.OpenAsync(RunStore.PlanPath(run.Folder), cancellationToken);
            return await RunAsync(run, copy, tableLock, table.On(copy), source, target, options, progress, wrapLedger, cancellationToken);
        }
    }

    internal static async ValueTask<RunSummary> ResumeAsync(
        string runId, IConnection target, ApplyOptions options, IProgress<ApplyProgress>? progress, Func<IRowLedger, IRowLedger> wrapLedger, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        var store = new RunStore(options.RunsFolder, options.TimeProvider);
        var run = await store.FindAsync(runId, cancellationToken);
        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        await plan.VerifyAsync(cancellationToken);
        using var tableLock = await store.LockTableAsync(plan.Header.Target, cancellationToken);
        using var runLock = RunStore.LockRun(run);

        run = await store.FindAsync(run.Id, cancellationToken);
        if (run.Pending + run.Unknown == 0 && !(options.RetryFailed && run.Failed + (run.WriteBack?.Failed ?? 0) > 0) && run.State is RunState.Finished or RunState.FinishedWithFailures)
        {
            throw ApplyErrors.NothingToResume(run);
        }

        var table = await ApplyChecks.OpenTableAsync(plan, target, cancellationToken);
        var source = await ApplyChecks.OpenSourceAsync(plan, options.Source, cancellationToken);
        return await RunAsync(run, plan, tableLock, table.On(plan), source, target, options, progress, wrapLedger, cancellationToken);
    }

    private static async ValueTask<RunSummary> RunAsync(
        RunSummary run, PlanFile plan, TargetLock tableLock, TargetTable table, TableSchema? source, IConnection target, ApplyOptions options, IProgress<ApplyProgress>? progress,
        Func<IRowLedger, IRowLedger> wrapLedger, CancellationToken cancellationToken)
    {
        await using var ledger = await RunLedger.OpenAsync(run.Folder, options.TimeProvider, cancellationToken);
        await ledger.TakeOverAsync(cancellationToken);
        var rows = wrapLedger(ledger);
        if (options.RetryFailed)
        {
            await rows.ReleaseAsync(await ledger.ReadSeqsAsync([RowState.Failed], cancellationToken), cancellationToken);
            await ledger.WriteBacks.ReleaseFailedAsync(cancellationToken);
        }

        var inDoubt = await ledger.ReadSeqsAsync([RowState.Sent, RowState.Unknown], cancellationToken);
        var settled = new BitArray(checked((int)plan.Header.Counts.Changes));
        foreach (var seq in await ledger.ReadSeqsAsync([RowState.Done, RowState.Failed, RowState.Conflict], cancellationToken))
        {
            settled[(int)(seq - 1)] = true;
        }

        using var pool = await WritePools.OpenAsync(target, options, cancellationToken);
        var tally = new RunTally(await ledger.SummarizeAsync(run.Folder, cancellationToken), options.TimeProvider);
        var limit = new FailureLimit(options.MaxFailures, tally);
        using var writeBack = await WriteBackSender.OpenAsync(plan, source, table, ledger, rows, tally, limit, options, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.Abort);
        var context = new RunContext
        {
            RunId = run.Id,
            Plan = plan,
            Table = table,
            Ledger = rows,
            Lock = tableLock,
            Pool = pool,
            Tally = tally,
            Limit = limit,
            WriteBack = writeBack,
            Options = options,
            Progress = progress,
        };
        var execution = new RunExecution(context, stop);
        ExceptionDispatchInfo? failure = null;
        try
        {
            context.Report(); // the listener knows the run from its beginning
            await OptionAdder.AddAsync(plan.Header.NewOptions ?? [], target, options, stop.Token);
            await execution.RunAsync(settled, inDoubt);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        var end = await ledger.SummarizeAsync(run.Folder, CancellationToken.None);
        var reason = failure?.SourceException.Message ?? execution.StopReason ?? (stop.IsCancellationRequested ? "It was cancelled." : null);
        var state = end.Pending + end.Unknown + (end.WriteBack?.Pending ?? 0) > 0 || failure is not null ? RunState.Stopped
            : end.Failed + end.Conflicts + (end.WriteBack?.Failed ?? 0) > 0 ? RunState.FinishedWithFailures : RunState.Finished;
        try
        {
            await rows.SetStateAsync(state, state == RunState.Finished ? null : reason, CancellationToken.None);
        }
        catch (Exception) when (failure is not null)
        {
            // The first failure says more. A run without a last word counts as interrupted, and resume takes it up all the same.
        }

        failure?.Throw();
        return (await ledger.SummarizeAsync(run.Folder, CancellationToken.None)) with { Reasons = await ledger.ReadReasonsAsync(CancellationToken.None) };
    }
}
