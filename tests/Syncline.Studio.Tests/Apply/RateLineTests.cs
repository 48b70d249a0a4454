using System.Globalization;
using Syncline.Studio.Apply;
using Syncline.Sync.Runs;

namespace Syncline.Studio.Tests.Apply;

public sealed class RateLineTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_few_seconds_are_drawn_each_and_the_one_that_is_not_over_is_left_out()
    {
        var line = RateLine.Of([At(0, 100), At(1, 200), At(2, 50), At(3, 50)], Start, Start.AddSeconds(3.5)).ShouldNotBeNull();
        (line.Step, line.Top, line.Highest).ShouldBe((1, 200, 200));
        Points(line).Select(point => point.Y).ShouldBe([60, 0, 90]);
        Points(RateLine.Of([At(0, 100), At(1, 200), At(2, 50), At(3, 50)], Start, null)!).Count.ShouldBe(4);
    }

    [Fact]
    public void Rows_of_a_batch_are_spread_over_the_time_since_the_one_before()
    {
        var line = RateLine.Of([At(9, 100), At(19, 100), At(24, 100)], Start.AddSeconds(.4), Start.AddSeconds(26.5)).ShouldNotBeNull();
        (line.From, line.Top, line.Highest).ShouldBe((Start, 20, 20));
        Points(line).Select(point => Math.Round(point.Y)).ShouldBe([.. Enumerable.Repeat(60.0, 20), .. Enumerable.Repeat(0.0, 5), 120]);

        // A long standstill is one: what came after it did not come all the time.
        Points(RateLine.Of([At(0, 10), At(60, 100)], Start, null)!).Count(point => point.Y == RateLine.Height).ShouldBe(40);
    }

    [Theory]
    [InlineData(1, 3_000_000)]
    [InlineData(90, 1)]
    [InlineData(4_000, 300)]
    [InlineData(40_000, 2)]
    public void Whatever_a_run_did_the_line_stays_within_its_box(int seconds, long rows)
    {
        var pace = Enumerable.Range(0, seconds + 1).Select(second => At(second, (second % 7) * rows)).ToList();
        foreach (var now in new DateTimeOffset?[] { null, Start.AddSeconds(seconds + 400), Start.AddSeconds(-5) })
        {
            if (RateLine.Of(pace, Start, now) is not { } line)
            {
                continue;
            }

            Points(line).ShouldAllBe(point => point.X >= 0 && point.X <= RateLine.Width && point.Y >= 0 && point.Y <= RateLine.Height);
            Points(line).Count.ShouldBeInRange(2, 130);
            Points(line).Select(point => point.X).ShouldBe(Points(line).Select(point => point.X).Order());
            line.Top.ShouldBeGreaterThanOrEqualTo(line.Highest);
            line.X(Start.AddDays(-1)).ShouldBe(0);
            line.X(Start.AddDays(1)).ShouldBe(RateLine.Width);
        }
    }

    [Fact]
    public void A_run_that_was_resumed_the_next_day_is_drawn_from_there_on()
    {
        var line = RateLine.Of([At(0, 100), At(1, 100), At(86_400, 30), At(86_401, 60)], Start, null).ShouldNotBeNull();
        (line.From, line.Until, line.Highest).ShouldBe((Start.AddDays(1), Start.AddDays(1).AddSeconds(2), 60));
    }

    [Fact]
    public void With_too_little_there_is_no_line()
    {
        RateLine.Of([], Start, null).ShouldBeNull();
        RateLine.Of([], Start, Start).ShouldBeNull();
        RateLine.Of([At(0, 10)], Start, Start.AddSeconds(.2)).ShouldBeNull();
    }

    private static RunPace At(int second, long rows) => new(Start.AddSeconds(second), rows);

    private static List<(double X, double Y)> Points(RateLine line) =>
        [.. line.Points.Split(' ').Select(point => point.Split(',')).Select(point => (double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture)))];
}
