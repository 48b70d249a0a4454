namespace Syncline.Core.Errors;

/// <summary>Finds what a person probably meant, for the advice of "there is no such …" errors.</summary>
public static class NearestNames
{
    /// <summary>
    /// Known names that are near to <paramref name="wanted"/> without regard to case, the nearest first: few edits apart, or one holds the other.
    /// </summary>
    public static IReadOnlyList<string> Find(string wanted, IEnumerable<string> known, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(known);
        var limit = Math.Max(1, Math.Min(wanted.Length / 3 + 1, 4));
        return
        [
            .. known
                .Select(name => (name, distance: Distance(wanted, name)))
                .Where(candidate => candidate.distance <= limit || Holds(candidate.name, wanted))
                .OrderBy(candidate => candidate.distance)
                .ThenBy(candidate => candidate.name, StringComparer.Ordinal)
                .Take(most)
                .Select(candidate => candidate.name),
        ];
    }

    /// <summary><c>Did you mean 'a' or 'b'?</c>; else <paramref name="otherwise"/>.</summary>
    public static string? Advice(string wanted, IEnumerable<string> known, string? otherwise = null)
    {
        var near = Find(wanted, known);
        return near.Count == 0 ? otherwise : $"Did you mean {string.Join(" or ", near.Select(name => $"'{name}'"))}?";
    }

    private static bool Holds(string name, string wanted) =>
        wanted.Length >= 3 && name.Length >= 3
        && (name.Contains(wanted, StringComparison.OrdinalIgnoreCase) || wanted.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Damerau's edit distance (optimal string alignment): swapped neighbours count once.</summary>
    private static int Distance(string left, string right)
    {
        var before = new int[right.Length + 1];
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        var row = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, above, row) = (above, row, before);
        }

        return above[right.Length];
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
