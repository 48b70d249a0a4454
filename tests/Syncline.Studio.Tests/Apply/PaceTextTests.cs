using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Syncline.Connections.Governing;
using Syncline.Studio.Apply;
using Syncline.Sync.Applying;
using Syncline.Sync.Runs;

namespace Syncline.Studio.Tests.Apply;

public sealed class PaceTextTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 4, 13, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(WriteLimit.Source, "limited by reading the plan")]
    [InlineData(WriteLimit.Limit, "limited by the server's service protection")]
    [InlineData(WriteLimit.OtherRuns, "shared with other runs of this computer")]
    public void Rate_limit_and_the_time_that_is_left_are_told(WriteLimit limit, string words) =>
        PaceText.Of(Progress(limit, rate: 400), clock).ShouldBe($"400 rows/s, {words}, about 2.3 s left");

    [Fact]
    public void A_server_that_asked_to_wait_is_told_until_when_and_not_once_that_is_over()
    {
        var progress = Progress(WriteLimit.Server, rate: 0) with { WaitingUntil = clock.GetUtcNow().AddSeconds(20) };
        PaceText.Of(progress, clock).ShouldBe($"the server asked to wait until {progress.WaitingUntil.Value.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}");
        clock.Advance(TimeSpan.FromSeconds(21));
        PaceText.Of(progress, clock).ShouldBe("limited by the server");
    }

    private static ApplyProgress Progress(WriteLimit limit, double rate) => new()
    {
        RunId = "20260504-130000-aaaa",
        Add = new RunCounts { Planned = 1000, Done = 90, Failed = 10 },
        Update = new RunCounts(),
        Delete = new RunCounts(),
        RowsPerSecond = rate,
        Limit = limit,
    };
}
