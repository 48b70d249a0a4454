using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Syncline.OAuth.Tests.Fakes;

/// <summary>A fake clock that tells when something begins to wait on it, so that tests move it at the right moment instead of sleeping.</summary>
internal sealed class WatchedTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits that long, then lets the time pass. Ends with the work's own failure when it ended before.</summary>
    public async Task PassAsync(TimeSpan wait, Task work)
    {
        while (true)
        {
            var timer = timers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
            if (await Task.WhenAny(timer, work) == work)
            {
                await work;
                throw new InvalidOperationException($"The work ended before it waited for {wait}.");
            }

            if (await timer == wait)
            {
                Advance(wait);
                return;
            }
        }
    }
}
