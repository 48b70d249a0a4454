namespace Syncline.Sandbox.Site.Seed;

/// <summary>A clock that stands still, so that sample rows are the same on each start.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
