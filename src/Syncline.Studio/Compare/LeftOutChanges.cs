using System.Collections;
using System.Numerics;

namespace Syncline.Studio.Compare;

/// <summary>
/// Numbers of changes that are left out of a plan: one bit for each change up to the highest, so that a plan of a million costs 125 kB whatever is ticked.
/// Immutable: pages read it while others tick.
/// </summary>
internal sealed class LeftOutChanges : ICollection<long>, IReadOnlyCollection<long>
{
    private readonly ulong[] bits;

    private LeftOutChanges(ulong[] bits)
    {
        this.bits = bits;
        Count = checked((int)bits.Sum(word => (long)BitOperations.PopCount(word)));
    }

    /// <summary>Nothing is left out.</summary>
    public static LeftOutChanges None { get; } = new([]);

    /// <inheritdoc cref="IReadOnlyCollection{T}.Count"/>
    public int Count { get; }

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <summary>Whether a change is left out.</summary>
    public bool Contains(long item) => item >= 0 && item >> 6 < bits.Length && (bits[item >> 6] & (1UL << (int)(item & 63))) != 0;

    /// <summary>How many changes of a range are left out.</summary>
    public long CountIn(long first, long count)
    {
        var (sum, end) = (0L, Math.Min(first + count, (long)bits.Length << 6));
        for (var word = first >> 6; word << 6 < end; word++)
        {
            sum += BitOperations.PopCount(bits[word] & MaskOf(word, first, end));
        }

        return sum;
    }

    /// <summary>The same with changes left out as well, or included again.</summary>
    public LeftOutChanges With(IReadOnlyList<long> seqs, bool included)
    {
        if (seqs.Count == 0)
        {
            return this;
        }

        var now = Copy(seqs.Max());
        foreach (var seq in seqs)
        {
            var bit = 1UL << (int)(seq & 63);
            now[seq >> 6] = included ? now[seq >> 6] & ~bit : now[seq >> 6] | bit;
        }

        return new LeftOutChanges(now);
    }

    /// <summary>The same with a range of changes left out as well, or included again.</summary>
    public LeftOutChanges With(long first, long count, bool included)
    {
        if (count == 0)
        {
            return this;
        }

        var now = Copy(first + count - 1);
        for (var word = first >> 6; word << 6 < first + count; word++)
        {
            var mask = MaskOf(word, first, first + count);
            now[word] = included ? now[word] & ~mask : now[word] | mask;
        }

        return new LeftOutChanges(now);
    }

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator()
    {
        for (var word = 0; word < bits.Length; word++)
        {
            for (var left = bits[word]; left != 0; left &= left - 1)
            {
                yield return ((long)word << 6) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    /// <inheritdoc/>
    public void CopyTo(long[] array, int arrayIndex)
    {
        foreach (var seq in this)
        {
            array[arrayIndex++] = seq;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection<long>.Add(long item) => throw new NotSupportedException();

    void ICollection<long>.Clear() => throw new NotSupportedException();

    bool ICollection<long>.Remove(long item) => throw new NotSupportedException();

    private static ulong MaskOf(long word, long first, long end)
    {
        var (low, high) = (Math.Max(first - (word << 6), 0), Math.Min(end - (word << 6), 64));
        return (high == 64 ? ulong.MaxValue : (1UL << (int)high) - 1) & ~((1UL << (int)low) - 1);
    }

    private ulong[] Copy(long highest)
    {
        var now = new ulong[Math.Max(bits.Length, (highest >> 6) + 1)];
        bits.CopyTo(now, 0);
        return now;
    }
}
