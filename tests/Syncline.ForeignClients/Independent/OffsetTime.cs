namespace Syncline.ForeignClients.Independent;

/// <summary>The real time, moved ahead at will; timers run in real time.</summary>
internal sealed class OffsetTime : TimeProvider
{
    private long ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);
}
