namespace Syncline.Sandbox.Site.Traffic;

/// <summary>The clock on the site's wall: the sandbox's clock, ahead or behind by a settable skew. Durations are not skewed.</summary>
internal sealed class SiteClock(TimeProvider clock) : TimeProvider
{
    private long _skew;

    /// <summary>How far the site is ahead of the world; negative when behind.</summary>
    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _skew));
        set => Interlocked.Exchange(ref _skew, value.Ticks);
    }

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Skew;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
}
