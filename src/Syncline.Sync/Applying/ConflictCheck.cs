using System.Runtime.CompilerServices;
using Syncline.Core.Connectors;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>Looks at the target for rows that changed since a plan was made, as an apply would, before anything is applied. Writes nothing.</summary>
public static class ConflictCheck
{
    private const int ChangesPerLook = 1_000;
    private const int ChangesPerFullRead = 50_000;

    /// <summary>Looks at every change of a plan. A row that is as the plan wants it already is no conflict.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="target">The connection that it was made for.</param>
    /// <param name="looked">Told how many changes were looked at so far; null when nobody listens.</param>
    /// <param name="cancellationToken">Stops the looking.</param>
    /// <returns>The conflicts, by number of their change; none when the target is as it was.</returns>
    /// <exception cref="Core.Errors.GuardException">SY4003, SY4004, SY4005: an apply would not begin at all.</exception>
    public static async IAsyncEnumerable<PlanConflict> FindAsync(
        PlanFile plan, IConnection target, IProgress<long>? looked, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(target);
        var table = (await ApplyChecks.OpenTableAsync(plan, target, cancellationToken)).On(plan);
        var (changed, gone, taken) = (ApplyErrors.Conflict(gone: false), ApplyErrors.Conflict(gone: true), ApplyErrors.KeyTaken());
        var count = 0L;
        await foreach (var part in plan.ReadChangesAsync(cancellationToken: cancellationToken).Chunk(table.FindsByKey ? ChangesPerLook : ChangesPerFullRead).WithCancellation(cancellationToken))
        {
            // Nobody but this plan knows the ids that it fixed for new rows: whether such a row has come up since is asked by its key.
            var found = await table.FindAsync([.. part.Select(change => change.Action == PlanAction.Add ? change with { RowId = null } : change)], cancellationToken);
            foreach (var change in part)
            {
                var row = found.GetValueOrDefault(change.Seq);
                if (change.Action == PlanAction.Add ? row is not null : table.Judge(change, row) == Verdict.Changed)
                {
                    yield return new PlanConflict(change.Seq, change.Action == PlanAction.Add ? taken : row is null ? gone : changed);
                }
            }

            count += part.Length;
            looked?.Report(count);
        }
    }
}
