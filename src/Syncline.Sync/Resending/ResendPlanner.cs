using System.Globalization;
using Syncline.Core.Connectors;
using Syncline.Sync.Applying;
using Syncline.Sync.Comparing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Resending;

/// <summary>
/// Makes a plan of the rows that a run could not write, with the values that somebody corrected, held against the target as it is now: a row that was
/// changed since shows what stands there, an add whose key has come up meanwhile is an update of that row. The plan is reviewed and applied like any other.
/// See docs/decisions/0021-pause-and-send-again.md.
/// </summary>
public static class ResendPlanner
{
    private const int ChangesPerLook = 1_000;
    private const int ChangesPerFullRead = 50_000;

    /// <summary>Looks at the row of every change that failed or was in conflict, and writes the plan. Nothing is written to the target.</summary>
    /// <param name="run">The run. Rows in doubt, and rows that were not sent, are left to resume.</param>
    /// <param name="corrections">Values that somebody corrected.</param>
    /// <param name="target">The connection that the run wrote to.</param>
    /// <param name="path">Where the plan goes; there must be no file.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="cancellationToken">Cancels; no file is left behind.</param>
    /// <returns>The header of the plan. Its problems are rows that are gone.</returns>
    /// <exception cref="Core.Errors.GuardException">SY4003 to SY4005: it is not the system or the table that the run wrote to.</exception>
    /// <exception cref="Core.Errors.ConfigurationException">SY3005, SY3006: the plan can't be written there; SY4032: no row of the run failed; SY4033: a column can't be corrected.</exception>
    public static async ValueTask<PlanHeader> PlanAsync(
        RunSummary run, IReadOnlyCollection<CellCorrection> corrections, IConnection target, string path, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(corrections);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var began = timeProvider.GetTimestamp();
        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        await plan.VerifyAsync(cancellationToken);
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        var failed = await ledger.ReadSeqsAsync([RowState.Failed, RowState.Conflict], cancellationToken);
        if (failed.Count == 0)
        {
            throw ApplyErrors.NothingFailed(run);
        }

        var table = (await ApplyChecks.OpenTableAsync(plan, target, cancellationToken)).On(plan);
        await using var writer = await PlanWriter.CreateAsync(path, plan.Columns, cancellationToken);
        var renewal = new ChangeRenewal(plan.Columns, table);
        var bySeq = corrections.ToLookup(correction => correction.Seq);
        var lastUpdate = plan.Header.Counts.Add + plan.Header.Counts.Update;
        foreach (var seqs in (IReadOnlyList<long>[])[[.. failed.Where(seq => seq <= lastUpdate)], [.. failed.Where(seq => seq > lastUpdate)]])
        {
            foreach (var part in seqs.Chunk(table.FindsByKey ? ChangesPerLook : ChangesPerFullRead))
            {
                var changes = await plan.ReadChangesAsync(part, cancellationToken).Select(change => renewal.Correct(change, bySeq[change.Seq])).ToListAsync(cancellationToken);

                // An add is looked up by its key: the id that the plan fixed for it is in nobody's hands but ours.
                var found = await table.FindAsync(
                    [.. changes.Select(change => change.Action == PlanAction.Add ? change with { RowId = null } : change)], cancellationToken, plan.Header.RowIdColumn);
                foreach (var change in changes)
                {
                    renewal.Add(change, found.GetValueOrDefault(change.Seq));
                }

                await writer.AppendAsync(renewal.Take(), cancellationToken);
            }

            await writer.AppendAsync(renewal.TakeUpdates(), cancellationToken);
        }

        await writer.AppendAsync(renewal.Problems, cancellationToken);
        var took = timeProvider.GetElapsedTime(began).TotalSeconds;
        return await writer.FinishAsync(Header(run, plan.Header, renewal, failed.Count, corrections.Count, took, timeProvider), cancellationToken);
    }

    private static PlanHeader Header(RunSummary run, PlanHeader whole, ChangeRenewal renewal, int failed, int corrected, double took, TimeProvider timeProvider)
    {
        var counts = renewal.Counts with
        {
            SourceRows = failed,
            TargetRows = whole.Counts.TargetRows,
            Same = renewal.Same,
            Deactivate = whole.Counts.Deactivate == 0 ? 0 : renewal.Counts.Deactivate, // elsewhere a row without a place in the source is one of a source that numbers none
        };
        return whole with
        {
            Id = Guid.CreateVersion7().ToString(),
            Created = timeProvider.GetUtcNow(),
            Digest = "",
            Counts = counts,
            Guards = PlanGuards.Again(whole.Guards, counts),
            Durations = new Dictionary<string, double>(StringComparer.Ordinal) { ["look"] = took },
            Warnings =
            [
                .. corrected == 0 ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"{corrected} {(corrected == 1 ? "value was" : "values were")} corrected by hand; the source still has the old {(corrected == 1 ? "one" : "ones")}.") },
                .. run.Unknown == 0 ? [] : new[] { string.Create(CultureInfo.InvariantCulture, $"{run.Unknown} rows of the run are still in doubt and not in this plan: resume the run to settle them.") },
            ],
            Origin = new PlanOrigin { Kind = PlanOrigin.Again, PlanId = whole.Id, PlanDigest = whole.Digest, AgainRunId = run.Id },
        };
    }
}
