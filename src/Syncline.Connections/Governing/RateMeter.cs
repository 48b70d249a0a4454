namespace Syncline.Connections.Governing;

/// <summary>
/// Rows per second over the last minute, standstills included, so that a finish time made from it is honest: a run that the server has
/// slowed down is not told by how fast it began. Safe for concurrent use.
/// </summary>
public sealed class RateMeter(TimeProvider timeProvider)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly Lock sync = new();
    private readonly Queue<(long At, long Rows)> samples = new([(timeProvider.GetTimestamp(), 0)]);
    private (long At, long Rows) latest = (timeProvider.GetTimestamp(), 0);
    private long rows;

    /// <summary>Counts rows.</summary>
    public void Add(long count)
    {
        lock (sync)
        {
            rows += count;
            if (timeProvider.GetElapsedTime(latest.At) >= Step)
            {
                latest = (timeProvider.GetTimestamp(), rows);
                samples.Enqueue(latest);
            }
        }
    }

    /// <summary>Rows per second; 0 until a moment has passed.</summary>
    public double RowsPerSecond
    {
        get
        {
            lock (sync)
            {
                while (samples.Count > 1 && timeProvider.GetElapsedTime(samples.Peek().At) > Window)
                {
                    samples.Dequeue();
                }

                var (at, before) = samples.Peek();
                var seconds = timeProvider.GetElapsedTime(at).TotalSeconds;
                return seconds > 0 ? (rows - before) / seconds : 0;
            }
        }
    }
}
