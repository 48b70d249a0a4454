using Syncline.Core.Writing;

namespace Syncline.Sync.Applying;

/// <summary>
/// Decides how many requests are in flight and how many rows each has. Begins with two requests of 100 rows, grows by one after each answer
/// up to what the server recommends, aims at batches of a few seconds, and when the server asks for a wait, everybody waits just that long
/// and half the requests remain. Safe for concurrent use.
/// </summary>
internal sealed class WriteGovernor(int? maxParallelism, int maxBatch, TimeProvider timeProvider)
{
    /// <summary>Dataverse takes at most 52 requests at once of one user (service protection limits).</summary>
    public const int MaxInFlight = 52;

    private const int FirstParallelism = 2;
    private const int FirstBatch = 100;
    private const int LargestBatch = 1000;
    private const int ParallelismWithoutHint = 8;

    private static readonly TimeSpan ShortBatch = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongBatch = TimeSpan.FromSeconds(10);

    private readonly Lock sync = new();
    private readonly int largest = Math.Clamp(maxParallelism ?? MaxInFlight, 1, MaxInFlight);
    private readonly int largestBatch = Math.Clamp(maxBatch, 1, LargestBatch);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int parallelism = Math.Min(FirstParallelism, Math.Clamp(maxParallelism ?? MaxInFlight, 1, MaxInFlight));
    private int batchSize = Math.Clamp(maxBatch, 1, FirstBatch);
    private int? hint;
    private int inFlight;
    private DateTimeOffset pausedUntil;

    /// <summary>Rows that the next batch should have.</summary>
    public int BatchSize
    {
        get
        {
            lock (sync)
            {
                return batchSize;
            }
        }
    }

    /// <summary>Requests allowed at once.</summary>
    public int Parallelism
    {
        get
        {
            lock (sync)
            {
                return parallelism;
            }
        }
    }

    /// <summary>Requests in flight.</summary>
    public int InFlight
    {
        get
        {
            lock (sync)
            {
                return inFlight;
            }
        }
    }

    /// <summary>End of the wait that the server asked for; null when it is over.</summary>
    public DateTimeOffset? PausedUntil
    {
        get
        {
            lock (sync)
            {
                return pausedUntil > timeProvider.GetUtcNow() ? pausedUntil : null;
            }
        }
    }

    /// <summary>Waits for leave to send one request. Every leave is given back by <see cref="Leave"/>.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (sync)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var pause = pausedUntil - timeProvider.GetUtcNow();
                if (pause > TimeSpan.Zero)
                {
                    next = Task.Delay(pause, timeProvider, cancellationToken);
                }
                else if (inFlight < parallelism)
                {
                    inFlight++;
                    return;
                }
                else
                {
                    next = changed.Task.WaitAsync(cancellationToken);
                }
            }

            await next;
        }
    }

    /// <summary>Gives a leave back.</summary>
    public void Leave()
    {
        lock (sync)
        {
            inFlight--;
            Wake();
        }
    }

    /// <summary>Learns from an answer.</summary>
    /// <param name="result">The answer.</param>
    /// <param name="elapsed">Time between sending and answer.</param>
    public void Learn(WriteResult result, TimeSpan elapsed)
    {
        lock (sync)
        {
            hint = result.RecommendedParallelism ?? hint;
            var ceiling = Math.Min(largest, Math.Max(1, hint ?? ParallelismWithoutHint));
            if (result.RetryAfter is { } wait)
            {
                var until = timeProvider.GetUtcNow() + wait;
                pausedUntil = until > pausedUntil ? until : pausedUntil;
                parallelism = Math.Max(1, parallelism / 2);
            }
            else
            {
                parallelism = Math.Min(parallelism + 1, ceiling);
                if (elapsed < ShortBatch && result.Outcomes.Count >= batchSize)
                {
                    batchSize = Math.Min(batchSize * 2, largestBatch);
                }
                else if (elapsed > LongBatch)
                {
                    batchSize = Math.Max(1, Math.Min(batchSize, result.Outcomes.Count) / 2);
                }
            }

            Wake();
        }
    }

    private void Wake()
    {
        changed.TrySetResult();
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
