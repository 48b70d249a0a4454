using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Sync.Applying;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Undo;

/// <summary>
/// Makes a plan that takes a run back: rows that it deleted are added again with their ids, cells that it changed get their old values where
/// nobody changed them since, rows that it added are deleted. The plan is reviewed and applied like any other.
/// </summary>
public static class UndoPlanner
{
    private const int ChangesPerLook = 1_000;
    private const int ChangesPerFullRead = 50_000;

    /// <summary>Looks at every row that the run wrote, and writes the plan. Nothing is written to the target.</summary>
    /// <param name="run">The run to take back. Only what its ledger calls done is taken back: settle an unfinished run with resume first.</param>
    /// <param name="target">The connection that it wrote to.</param>
    /// <param name="path">Where the plan goes; there must be no file.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="cancellationToken">Cancels; no file is left behind.</param>
    /// <returns>The header of the plan. Its problems are the rows that somebody changed since the run; they are left alone.</returns>
    /// <exception cref="Core.Errors.GuardException">SY4003 to SY4005: it is not the system or the table that the run wrote to.</exception>
    /// <exception cref="Core.Errors.ConfigurationException">SY3005, SY3006: the plan can't be written there; SY4030: rows are still in doubt.</exception>
    public static async ValueTask<PlanHeader> PlanAsync(
        RunSummary run, IConnection target, string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (run.Unknown > 0)
        {
            throw ApplyErrors.InDoubt(run);
        }

        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        await plan.VerifyAsync(cancellationToken);
        var table = (await ApplyChecks.OpenTableAsync(plan, target, cancellationToken)).On(plan);
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        await using var writer = await PlanWriter.CreateAsync(path, plan.Columns, cancellationToken);
        var inversion = new ChangeInversion(plan.Columns, table);

        // The run went add, update, delete; its undo goes the same way, so what it deleted is added first.
        foreach (var action in (PlanAction[])[PlanAction.Delete, PlanAction.Update, PlanAction.Add])
        {
            var planned = plan.ReadChangesAsync(action, cancellationToken: cancellationToken);
            await foreach (var part in planned.Chunk(table.FindsByKey ? ChangesPerLook : ChangesPerFullRead).WithCancellation(cancellationToken))
            {
                var done = (await ledger.ReadAsync([RowState.Done], part[0].Seq, part[^1].Seq, cancellationToken)).ToDictionary(row => row.Seq);
                var written = part.Where(change => done.ContainsKey(change.Seq))
                    .Select(change => change with { RowId = done[change.Seq].RowId ?? change.RowId })
                    .ToList();
                var found = await table.FindAsync(written, cancellationToken);
                foreach (var change in written)
                {
                    inversion.Add(change, found.GetValueOrDefault(change.Seq));
                }

                var (changes, problems) = inversion.Take();
                await writer.AppendAsync(changes, cancellationToken);
                await writer.AppendAsync(problems, cancellationToken);
            }
        }

        return await writer.FinishAsync(Header(run, plan.Header, inversion.Problems, timeProvider), cancellationToken);
    }

    private static PlanHeader Header(RunSummary run, PlanHeader undone, long problems, TimeProvider timeProvider) => new()
    {
        Created = timeProvider.GetUtcNow(),
        Project = undone.Project,
        Source = new PlanSide { Connection = undone.Target.Connection, Connector = PlanOrigin.Undo, Table = run.Id },
        Target = undone.Target,
        Key = undone.Key,
        RowIdColumn = undone.RowIdColumn,
        Counts = new PlanCounts { SourceRows = run.Done },
        Warnings =
        [
            .. problems == 0 ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"{problems} rows or cells were changed since run {run.Id} and are left as they are.") },
            .. PlanNewOption.Staying(undone.NewOptions ?? []),
            .. run.WriteBack is { Done: > 0 } ? new[] { $"What the run wrote back to {undone.WriteBack!.Column} of {undone.Source.Connection} / {undone.Source.Table} stays there." } : [],
        ],
        Origin = new PlanOrigin { Kind = PlanOrigin.Undo, PlanId = undone.Id, PlanDigest = undone.Digest, RunId = run.Id },
    };
}
