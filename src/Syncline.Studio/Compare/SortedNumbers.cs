namespace Syncline.Studio.Compare;

/// <summary>Lists of ascending numbers, as a narrowed view of a plan holds them.</summary>
internal static class SortedNumbers
{
    /// <summary>Those that stand in both lists.</summary>
    public static IReadOnlyList<long> Both(IReadOnlyList<long> one, IReadOnlyList<long> other)
    {
        var both = new List<long>();
        for (var (i, j) = (0, 0); i < one.Count && j < other.Count;)
        {
            if (one[i] == other[j])
            {
                both.Add(one[i]);
            }

            (i, j) = (one[i] <= other[j] ? i + 1 : i, other[j] <= one[i] ? j + 1 : j);
        }

        return both;
    }

    /// <summary>Those of a range.</summary>
    public static IReadOnlyList<long> Within(IReadOnlyList<long> numbers, long first, long count)
    {
        var (from, to) = (PlaceOf(numbers, first), PlaceOf(numbers, first + count));
        var found = new long[to - from];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = numbers[from + i];
        }

        return found;
    }

    /// <summary>How many stand in a range.</summary>
    public static int CountWithin(IReadOnlyList<long> numbers, long first, long count) => PlaceOf(numbers, first + count) - PlaceOf(numbers, first);

    private static int PlaceOf(IReadOnlyList<long> numbers, long number)
    {
        var (low, high) = (0, numbers.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = numbers[middle] < number ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
