using Syncline.Connections.Governing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Applying;

/// <summary>Counts of a run while it goes. Safe for concurrent use.</summary>
internal sealed class RunTally(RunSummary start, TimeProvider timeProvider)
{
    private readonly Lock sync = new();
    private readonly RunCounts[] counts = [start.Add, start.Update, start.Delete];
    private readonly RateMeter rate = new(timeProvider);

    private long notWrittenBack = start.WriteBack?.Failed ?? 0;

    /// <summary>Added rows that the source would not be told of, in this and earlier processes.</summary>
    public long NotWrittenBack => Interlocked.Read(ref notWrittenBack);

    /// <summary>Rows refused so far, in this and earlier processes.</summary>
    public long Failed
    {
        get
        {
            lock (sync)
            {
                return counts.Sum(count => count.Failed);
            }
        }
    }

    /// <summary>Moves a row from one state to another; null is planned. <see cref="RowState.Sent"/> counts as planned while the run goes.</summary>
    public void Move(PlanAction action, RowState? from, RowState? to)
    {
        lock (sync)
        {
            counts[(int)action] = Add(Add(counts[(int)action], from, -1), to, +1);
            rate.Add(to is RowState.Done or RowState.Failed or RowState.Conflict ? 1 : 0);
        }
    }

    /// <summary>Counts added rows that the source would not be told of.</summary>
    public void AddNotWrittenBack(int rows) => Interlocked.Add(ref notWrittenBack, rows);

    /// <summary>The counts now.</summary>
    public ApplyProgress Snapshot(string runId, WritePool pool)
    {
        lock (sync)
        {
            return new ApplyProgress
            {
                RunId = runId,
                Add = counts[0],
                Update = counts[1],
                Delete = counts[2],
                RowsPerSecond = rate.RowsPerSecond,
                InFlight = pool.InFlight,
                WaitingUntil = pool.PausedUntil,
                Limit = pool.Limit,
            };
        }
    }

    private static RunCounts Add(RunCounts counts, RowState? state, int by) => state switch
    {
        RowState.Done => counts with { Done = counts.Done + by },
        RowState.Failed => counts with { Failed = counts.Failed + by },
        RowState.Conflict => counts with { Conflicts = counts.Conflicts + by },
        RowState.Unknown => counts with { Unknown = counts.Unknown + by },
        _ => counts,
    };
}
