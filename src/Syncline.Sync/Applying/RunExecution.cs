using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Syncline.Connections.Governing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>
/// One pass over a plan: settles rows in doubt, then sends what is still planned, adds before updates before deletes, in parallel batches.
/// Good for one use.
/// </summary>
internal sealed class RunExecution(RunContext context, CancellationTokenSource stop)
{
    // Without reads by key each look reads the whole table, so one look serves many changes.
    private const int ChangesPerFullRead = 50_000;
    private const int ChangesPerLook = 1_000;
    private const int MostBatches = 4 * ApplyOptions.MostParallelism;

    private readonly BatchSender sender = new(context, stop.Token);
    private Exception? failure;

    /// <summary>Why the run stopped before its end; null when it did not, or when it was cancelled.</summary>
    public string? StopReason => sender.StopReason;

    /// <summary>Carries the plan out. Returns early when the run is stopped; whatever was in flight has then come to its end.</summary>
    /// <param name="settled">Per change, by number, whether nothing is left to do for it.</param>
    /// <param name="inDoubt">Numbers of the changes that were sent without an answer.</param>
    /// <exception cref="Core.Errors.SynclineException">The run can't go on; the ledger says how far it came.</exception>
    public async ValueTask RunAsync(BitArray settled, IReadOnlyList<long> inDoubt)
    {
        try
        {
            foreach (var part in inDoubt.Chunk(context.Table.FindsByKey ? ChangesPerLook : ChangesPerFullRead))
            {
                var changes = await context.Plan.ReadChangesAsync(part, stop.Token).ToListAsync(stop.Token);
                foreach (var done in await sender.SettleAsync(changes))
                {
                    settled[(int)(done - 1)] = true;
                }
            }

            await WriteBackWhatIsMissingAsync();
            foreach (var action in (PlanAction[])[PlanAction.Add, PlanAction.Update, PlanAction.Delete])
            {
                await SendAsync(action, settled);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped: the ledger has all that happened.
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async ValueTask WriteBackWhatIsMissingAsync()
    {
        if (context.WriteBack is { } writeBack)
        {
            foreach (var part in (await writeBack.MissingAsync(stop.Token)).Chunk(ChangesPerLook))
            {
                await writeBack.SendAsync(await context.Plan.ReadChangesAsync(part, stop.Token).ToListAsync(stop.Token), stop.Token);
            }
        }
    }

    private async ValueTask SendAsync(PlanAction action, BitArray settled)
    {
        var inFlight = new List<Task>();
        try
        {
            await foreach (var batch in BatchesAsync(action, settled, stop.Token))
            {
                var lane = await context.EnterAsync(stop.Token);
                inFlight.RemoveAll(task => task.IsCompleted);
                if (context.WriteBack is not null && inFlight.Count >= MostBatches)
                {
                    // A source that is slower than the target holds the target up, rather than that batches pile up in memory.
                    await Task.WhenAny(inFlight);
                }

                inFlight.Add(Task.Run(() => SendAsync(batch, lane), CancellationToken.None));
            }
        }
        finally
        {
            await Task.WhenAll(inFlight);
        }
    }

    private async Task SendAsync(IReadOnlyList<PlannedChange> batch, WriteLane lane)
    {
        try
        {
            await sender.SendAsync(batch, lane);
            if (context.WriteBack is { } writeBack && batch[0].Action == PlanAction.Add)
            {
                await writeBack.SendAsync(batch, stop.Token);
            }

            if (sender.StopReason is not null)
            {
                await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while it waited: its rows are planned, or unknown, in the ledger.
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
            await stop.CancelAsync();
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<PlannedChange>> BatchesAsync(
        PlanAction action, BitArray settled, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new List<PlannedChange>();
        var left = Left(action, settled);
        await foreach (var change in PendingAsync(action, settled, cancellationToken))
        {
            if (batch.Count > 0 && (batch.Count >= context.Pool.BatchSizeFor(left) || context.Table.HasRowId(batch[0]) != context.Table.HasRowId(change)))
            {
                left -= batch.Count;
                yield return batch;
                batch = [];
            }

            batch.Add(change);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>How many changes of one kind are left; they stand one kind after the other.</summary>
    private long Left(PlanAction action, BitArray settled)
    {
        var counts = context.Plan.Header.Counts;
        var (first, count) = action switch
        {
            PlanAction.Add => (0L, counts.Add),
            PlanAction.Update => (counts.Add, counts.Update),
            _ => (counts.Add + counts.Update, counts.Delete),
        };
        var left = 0L;
        for (var i = first; i < first + count; i++)
        {
            left += settled[(int)i] ? 0 : 1;
        }

        return left;
    }

    private async IAsyncEnumerable<PlannedChange> PendingAsync(
        PlanAction action, BitArray settled, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = context.Plan.ReadChangesAsync(action, cancellationToken: cancellationToken).Where(change => !settled[(int)(change.Seq - 1)]);
        if (context.Table.FindsByKey || action == PlanAction.Add)
        {
            await foreach (var change in pending.WithCancellation(cancellationToken))
            {
                yield return change;
            }

            yield break;
        }

        await foreach (var window in pending.Chunk(ChangesPerFullRead).WithCancellation(cancellationToken))
        {
            foreach (var change in await sender.LookFirstAsync(window))
            {
                yield return change;
            }
        }
    }
}
