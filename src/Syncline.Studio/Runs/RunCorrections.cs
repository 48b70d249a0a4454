using System.Collections.Concurrent;
using Syncline.Sync.Resending;

namespace Syncline.Studio.Runs;

/// <summary>
/// The values that were corrected in failed rows, by run, until their plan is made; a reload or a second tab finds them. Safe for concurrent use.
/// </summary>
internal sealed class RunCorrections
{
    private readonly ConcurrentDictionary<string, OfRun> runs = new(StringComparer.Ordinal);

    /// <summary>Those of a run.</summary>
    public OfRun Of(string runId) => runs.GetOrAdd(runId, _ => new OfRun());

    /// <summary>The corrected values of one run.</summary>
    internal sealed class OfRun
    {
        private readonly ConcurrentDictionary<(long Seq, string Column), CellCorrection> cells = new();
        private int version;
        private int planned = -1;

        /// <summary>All of them.</summary>
        public IReadOnlyCollection<CellCorrection> All => [.. cells.Values];

        /// <summary>How many rows have one.</summary>
        public int Rows => cells.Keys.Select(cell => cell.Seq).Distinct().Count();

        /// <summary>Another after each change.</summary>
        public int Version => version;

        /// <summary>Whether there is something that the last plan was not made with.</summary>
        public bool IsNew => Volatile.Read(ref planned) != Volatile.Read(ref version);

        /// <summary>The corrected value of a cell; null when it is as it was sent.</summary>
        public CellCorrection? Find(long seq, string column) => cells.GetValueOrDefault((seq, column));

        /// <summary>Corrects a cell.</summary>
        public void Set(CellCorrection correction)
        {
            cells[(correction.Seq, correction.Column)] = correction;
            Interlocked.Increment(ref version);
        }

        /// <summary>Takes a correction back.</summary>
        public void Clear(long seq, string column)
        {
            if (cells.TryRemove((seq, column), out _))
            {
                Interlocked.Increment(ref version);
            }
        }

        /// <summary>Takes them for a plan.</summary>
        public IReadOnlyCollection<CellCorrection> Take()
        {
            Volatile.Write(ref planned, version);
            return All;
        }
    }
}
