using Microsoft.Extensions.Time.Testing;
using Syncline.Connections.Governing;
using Syncline.Studio.Apply;
using Syncline.Sync.Applying;
using Syncline.Sync.Runs;

namespace Syncline.Studio.Tests.Apply;

public sealed class PaceTextTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 5, 4, 13, 0, 0, TimeSpan.Zero));

    private DateTimeOffset Now => clock.GetUtcNow();

    [Theory]
    [InlineData(WriteLimit.Source, "reading the plan")]
    [InlineData(WriteLimit.Server, "the server")]
    [InlineData(WriteLimit.Limit, "service protection")]
    [InlineData(WriteLimit.Network, "the network")]
    [InlineData(WriteLimit.Setting, "your setting")]
    [InlineData(WriteLimit.OtherRuns, "other runs here")]
    public void What_limits_a_run_is_told(WriteLimit limit, string words)
    {
        PaceText.LimitOf(Progress(limit, rate: 400), Now).ShouldBe(words);
        PaceText.WhyOf(Progress(limit, rate: 400), Now).ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void It_ends_when_what_is_left_is_done_at_the_rate_of_now()
    {
        PaceText.EndOf(Progress(WriteLimit.Server, rate: 450), Now).ShouldBe(Now.AddSeconds(2));
        PaceText.EndOf(Progress(WriteLimit.Server, rate: 0), Now).ShouldBeNull();
        PaceText.EndOf(Progress(WriteLimit.Server, rate: 0.0001), Now).ShouldBeNull();
    }

    [Fact]
    public void A_server_that_asked_to_wait_is_told_until_when_and_not_once_that_is_over()
    {
        var progress = Progress(WriteLimit.Server, rate: 0) with { WaitingUntil = Now.AddSeconds(20) };
        PaceText.LimitOf(progress, Now).ShouldBe($"waiting until {PaceText.Clock(Now.AddSeconds(20))}");
        clock.Advance(TimeSpan.FromSeconds(21));
        PaceText.LimitOf(progress, Now).ShouldBe("the server");
    }

    [Fact]
    public void Waits_are_counted_and_one_that_is_made_longer_is_still_one()
    {
        var waits = new WaitTally();
        PaceText.Of(waits).ShouldBe("none");
        waits.Note(Now, null);
        waits.Note(Now, Now.AddSeconds(-1));
        waits.Note(Now, Now.AddSeconds(20));
        waits.Note(Now.AddSeconds(5), Now.AddSeconds(20));
        waits.Note(Now.AddSeconds(10), Now.AddSeconds(30));
        PaceText.Of(waits).ShouldBe("1 wait, 30 s");
        waits.Note(Now.AddSeconds(60), Now.AddSeconds(72));
        PaceText.Of(waits).ShouldBe("2 waits, 42 s");
        waits.Latest.ShouldBe([(Now, Now.AddSeconds(30)), (Now.AddSeconds(60), Now.AddSeconds(72))]);
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
