namespace Syncline.Connections.Governing;

/// <summary>The lanes of one run: as many as users write for it. Safe for concurrent use.</summary>
public sealed class WritePool : IDisposable
{
    private static readonly TimeSpan ShortestBatch = TimeSpan.FromSeconds(0.5);

    private readonly WriteLane[] lanes;

    /// <summary>A pool of lanes, at least one; it disposes their governors.</summary>
    public WritePool(IReadOnlyList<WriteLane> lanes)
    {
        ArgumentNullException.ThrowIfNull(lanes);
        ArgumentOutOfRangeException.ThrowIfZero(lanes.Count);
        this.lanes = [.. lanes];
    }

    /// <summary>Rows that the next batch should have.</summary>
    public int BatchSize => (int)lanes.Average(lane => lane.Governor.BatchSize);

    /// <summary>
    /// Rows that the next batch should have when so many are left: the last ones are shared out evenly, in batches that become smaller, so that no user
    /// idles while another still has a large batch to wait for. Batches that take half a second or less stay as they are.
    /// </summary>
    public int BatchSizeFor(long left)
    {
        var size = BatchSize;
        var least = lanes.Max(lane => lane.Governor.RowsIn(ShortestBatch)) is { } rows ? Math.Min(size, rows) : size;
        return (int)Math.Clamp(left / (2L * Math.Max(1, Parallelism)), least, size);
    }

    /// <summary>Requests in flight.</summary>
    public int InFlight => lanes.Sum(lane => lane.Governor.InFlight);

    /// <summary>Requests allowed at once.</summary>
    public int Parallelism => lanes.Sum(lane => lane.Governor.Parallelism);

    /// <summary>When the first lane goes on, where all of them were asked to wait; else null.</summary>
    public DateTimeOffset? PausedUntil => lanes.Any(lane => lane.Governor.PausedUntil is null) ? null : lanes.Min(lane => lane.Governor.PausedUntil);

    /// <summary>What keeps the run from writing faster: of several lanes, what holds the least busy one.</summary>
    public WriteLimit Limit => lanes.MaxBy(lane => lane.Governor.Freedom())!.Governor.Limit;

    /// <summary>Waits for leave to send one request, and says through which lane. Every leave is given back to that lane's governor.</summary>
    public async ValueTask<WriteLane> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var lane in lanes.OrderByDescending(lane => lane.Governor.Freedom()))
            {
                if (lane.Governor.TryEnter(cancellationToken))
                {
                    return lane;
                }
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var rooms = lanes.Select(lane => lane.Governor.RoomAsync(enough.Token)).ToArray();
            await Task.WhenAny(rooms);
            await enough.CancelAsync();
            await Task.WhenAll(rooms).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in lanes)
        {
            lane.Governor.Dispose();
        }
    }
}
