using Syncline.Core.Connectors;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Applying;

/// <summary>Reads back what a run wrote and compares it with the plan. Writes nothing.</summary>
public static class RunVerifier
{
    private const int ChangesPerLook = 1_000;
    private const int ChangesPerFullRead = 50_000;

    /// <summary>Looks at every change that the run's ledger calls done.</summary>
    /// <param name="run">The run.</param>
    /// <param name="target">The connection that it wrote to.</param>
    /// <param name="timeProvider">Clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>One value per row that is not as the plan wants it; none when the run holds.</returns>
    /// <exception cref="Core.Errors.GuardException">SY4003, SY4004: it is not the system or the table that the run wrote to.</exception>
    public static async IAsyncEnumerable<VerifyDifference> VerifyAsync(
        RunSummary run, IConnection target, TimeProvider timeProvider, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(target);
        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        var table = (await ApplyChecks.OpenTableAsync(plan, target, cancellationToken)).On(plan);
        await using var ledger = await RunLedger.OpenAsync(run.Folder, timeProvider, cancellationToken);
        foreach (var part in (await ledger.ReadSeqsAsync([RowState.Done], cancellationToken)).Chunk(table.FindsByKey ? ChangesPerLook : ChangesPerFullRead))
        {
            var done = (await ledger.ReadAsync([RowState.Done], part[0], part[^1], cancellationToken)).ToDictionary(row => row.Seq);
            var changes = await plan.ReadChangesAsync(part, cancellationToken)
                .Select(change => change with { RowId = done[change.Seq].RowId ?? change.RowId })
                .ToListAsync(cancellationToken);
            var found = await table.FindAsync(changes, cancellationToken);
            foreach (var change in changes)
            {
                var row = found.GetValueOrDefault(change.Seq);
                var columns = change.Action == PlanAction.Delete || row is null ? [] : table.Differences(change, row);
                if (columns.Count > 0 || (row is null) != (change.Action == PlanAction.Delete))
                {
                    yield return new VerifyDifference(change, row is not null, columns);
                }
            }
        }
    }
}
