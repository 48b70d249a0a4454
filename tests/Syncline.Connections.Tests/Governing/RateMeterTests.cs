using Microsoft.Extensions.Time.Testing;
using Syncline.Connections.Governing;

namespace Syncline.Connections.Tests.Governing;

public sealed class RateMeterTests
{
    [Fact]
    public void The_rate_is_that_of_the_last_minute_with_its_standstills()
    {
        var time = new FakeTimeProvider();
        var meter = new RateMeter(time);
        meter.RowsPerSecond.ShouldBe(0);
        for (var second = 0; second < 300; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            meter.Add(1000);
        }

        meter.RowsPerSecond.ShouldBe(1000, 20);
        time.Advance(TimeSpan.FromSeconds(30));
        meter.RowsPerSecond.ShouldBe(500, 20);
        time.Advance(TimeSpan.FromMinutes(10));
        meter.RowsPerSecond.ShouldBe(0, 2);
    }
}
