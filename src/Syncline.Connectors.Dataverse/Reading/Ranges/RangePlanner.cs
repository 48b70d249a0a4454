namespace Syncline.Connectors.Dataverse.Reading.Ranges;

/// <summary>
/// Cuts a table into ranges of about the same number of rows: the time between its first and last row is halved wherever too many rows were made in it,
/// and neighbours with few rows are put together again.
/// </summary>
internal sealed class RangePlanner(IRangeCounter counter, RowQuery query, RangeLimits limits)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary>Ranges that hold every row once, in order of time; one without bounds when nothing is won by more.</summary>
    /// <exception cref="Core.Errors.ReadException">The site refuses to count.</exception>
    public async ValueTask<IReadOnlyList<CreatedRange>> CutAsync(CancellationToken cancellationToken)
    {
        if (await counter.FindSpanAsync(query, cancellationToken) is not { } span)
        {
            return [default];
        }

        var counted = new List<Counted>();
        for (List<Counted> open = [new(span.First, span.Last.AddSeconds(1), null)]; open.Count > 0;)
        {
            var halves = open.SelectMany(range => range.Halves()).ToArray();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, halves.Length), new ParallelOptions { MaxDegreeOfParallelism = limits.AtOnce, CancellationToken = cancellationToken },
                async (i, token) => halves[i] = halves[i] with { Rows = await counter.CountAsync(query, new CreatedRange(halves[i].From, halves[i].Before), token) });
            counted = Join(counted.Concat(halves));
            open = counted.FindAll(range => IsTooLarge(range) && range.Before - range.From >= Shortest);
            if (counted.Count + open.Count > limits.MostRanges)
            {
                break; // what is still too large stays as it is
            }

            counted.RemoveAll(open.Contains);
        }

        var ranges = counted.ConvertAll(range => new CreatedRange(range.From, range.Before));
        ranges[0] = ranges[0] with { From = null };
        ranges[^1] = ranges[^1] with { Before = null };
        return ranges;
    }

    private bool IsTooLarge(Counted range) => range.Rows is not { } rows || rows > limits.RowsPerRange;

    private List<Counted> Join(IEnumerable<Counted> ranges)
    {
        var joined = new List<Counted>();
        foreach (var range in ranges.OrderBy(range => range.From))
        {
            if (joined is [.., var last] && last.Before == range.From && last.Rows + range.Rows <= limits.RowsPerRange)
            {
                joined[^1] = last with { Before = range.Before, Rows = last.Rows + range.Rows };
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    /// <param name="From">First moment.</param>
    /// <param name="Before">First moment behind it.</param>
    /// <param name="Rows">Rows within; null for more than the site counts.</param>
    private sealed record Counted(DateTime From, DateTime Before, long? Rows)
    {
        /// <summary>Both halves, cut at a whole second, as the site keeps moments.</summary>
        public IEnumerable<Counted> Halves()
        {
            var middle = From.AddTicks((Before - From).Ticks / 2);
            middle = middle.AddTicks(-(middle.Ticks % TimeSpan.TicksPerSecond));
            return [new Counted(From, middle, null), new Counted(middle, Before, null)];
        }
    }
}
