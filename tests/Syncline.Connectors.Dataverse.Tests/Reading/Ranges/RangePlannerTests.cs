using CsCheck;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Reading.Ranges;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Tests.Reading.Ranges;

public sealed class RangePlannerTests
{
    private static readonly DateTime Epoch = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly RowQuery Query = new()
    {
        Table = new TableDefinition(new TableSchema { Summary = new TableSummary { Name = "account" }, Columns = [] }, "accounts", "accountid", []),
        Columns = [],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ranges_follow_each_other_without_gap_from_the_open_beginning_to_the_open_end() =>
        await Gen.Int[0, 200_000_000].Array[0, 400].SampleAsync(
            async seconds =>
            {
                var rows = new Rows(seconds);

                var ranges = await new RangePlanner(rows, Query, new RangeLimits { RowsPerRange = 20, MostRanges = 16 }).CutAsync(Cancellation);

                (ranges[0].From, ranges[^1].Before).ShouldBe((null, null));
                ranges.Zip(ranges.Skip(1)).ShouldAllBe(pair => pair.First.Before != null && pair.First.Before == pair.Second.From);
                ranges.Sum(rows.Count).ShouldBe(seconds.Length);
                ranges.Count.ShouldBeLessThanOrEqualTo(33);
            },
            iter: 200, threads: 1);

    [Fact]
    public async Task Rows_that_were_made_within_an_hour_of_ten_years_are_spread_over_ranges()
    {
        var rows = new Rows([0, .. Enumerable.Range(0, 1000).Select(row => 250_000_000 + (row * 3)), 315_000_000]);

        var ranges = await new RangePlanner(rows, Query, new RangeLimits { RowsPerRange = 100 }).CutAsync(Cancellation);

        ranges.Select(rows.Count).ShouldAllBe(count => count <= 100);
        ranges.Count.ShouldBeLessThan(24);
    }

    [Fact]
    public async Task Rows_of_one_second_are_one_range()
    {
        var rows = new Rows([.. Enumerable.Repeat(77, 1000)]);

        var ranges = await new RangePlanner(rows, Query, new RangeLimits { RowsPerRange = 100 }).CutAsync(Cancellation);

        ranges.Select(rows.Count).Max().ShouldBe(1000);
    }

    [Fact]
    public async Task A_table_without_rows_is_one_range_without_bounds() =>
        (await new RangePlanner(new Rows([]), Query, new RangeLimits()).CutAsync(Cancellation)).ShouldBe([default]);

    /// <summary>Rows by the second after <see cref="Epoch"/> in which they were made.</summary>
    private sealed class Rows(int[] seconds) : IRangeCounter
    {
        public ValueTask<(DateTime First, DateTime Last)?> FindSpanAsync(RowQuery query, CancellationToken cancellationToken) =>
            ValueTask.FromResult<(DateTime, DateTime)?>(seconds.Length == 0 ? null : (Epoch.AddSeconds(seconds.Min()), Epoch.AddSeconds(seconds.Max())));

        /// <summary>Like a site, it counts only so far.</summary>
        public ValueTask<long?> CountAsync(RowQuery query, CreatedRange range, CancellationToken cancellationToken) =>
            ValueTask.FromResult<long?>(Count(range) is var count && count > 150 ? null : count);

        public int Count(CreatedRange range) => seconds.Count(second =>
            (range.From is not { } from || Epoch.AddSeconds(second) >= from) && (range.Before is not { } before || Epoch.AddSeconds(second) < before));
    }
}
