using Syncline.Core.Writing;

namespace Syncline.Connections.Governing;

/// <summary>
/// Decides how many requests of one user are in flight and how many rows each has. It begins low, lets one more go after each round of answers
/// while the time per row holds, up to what the server recommends, and takes one back when the server becomes slower; no more go than fit in
/// what the server says is left of its limits.
/// When the server asks for a wait, everybody waits just that long, and half the requests remain; after a lost answer half the requests and
/// half the rows remain. What it may use it shares evenly with other runs of this machine. Safe for concurrent use.
/// </summary>
public sealed class WriteGovernor : IDisposable
{
    private const int FirstParallelism = 2;
    private const int ParallelismWithoutHint = 8;

    private readonly Lock sync = new();
    private readonly WriteGovernorOptions options;
    private readonly BatchSizing sizing;
    private readonly LatencyTrend trend = new();
    private readonly HeadroomGauge gauge;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int parallelism;
    private int answersInRound;
    private int? hint;
    private int inFlight;
    private int waiting;
    private DateTimeOffset pausedUntil;
    private WriteLimit brake = WriteLimit.Server;

    /// <summary>A governor for one user of one system.</summary>
    public WriteGovernor(WriteGovernorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        gauge = new HeadroomGauge(options.TimeProvider);
        sizing = new BatchSizing(Math.Max(1, options.MaxBatch));
        parallelism = Math.Min(FirstParallelism, Most());
    }

    /// <summary>Rows that the next batch should have.</summary>
    public int BatchSize
    {
        get
        {
            lock (sync)
            {
                return sizing.Rows;
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
                return Allowed();
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

    /// <summary>End of the wait that the server asked for, this run or another one of this machine; null when it is over.</summary>
    public DateTimeOffset? PausedUntil
    {
        get
        {
            lock (sync)
            {
                return Pause() > TimeSpan.Zero ? pausedUntil : null;
            }
        }
    }

    /// <summary>What keeps this run from writing faster, as things stand.</summary>
    public WriteLimit Limit
    {
        get
        {
            lock (sync)
            {
                var allowed = Allowed();
                return Pause() > TimeSpan.Zero || allowed > gauge.Fits() ? WriteLimit.Limit
                    : waiting == 0 && inFlight < allowed ? WriteLimit.Source
                    : allowed < parallelism ? WriteLimit.OtherRuns
                    : options.MaxParallelism is { } wish && parallelism >= wish ? WriteLimit.Setting
                    : brake;
            }
        }
    }

    /// <summary>Waits for leave to send one request. Every leave is given back by <see cref="Leave"/>.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        while (!TryEnter(cancellationToken))
        {
            await RoomAsync(cancellationToken);
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
    /// <param name="result">The answer; its <see cref="WriteResult.RetryAfter"/> is obeyed.</param>
    /// <param name="elapsed">Time between sending and answer.</param>
    public void Learn(WriteResult result, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(result);
        lock (sync)
        {
            hint = result.RecommendedParallelism ?? hint;
            if (result.Headroom is { } headroom)
            {
                gauge.Told(headroom, elapsed);
            }

            if (result.RetryAfter is { } wait)
            {
                PauseFor(wait);
                Shrink(parallelism / 2, WriteLimit.Limit);
            }
            else if (result.Outcomes.Any(outcome => outcome.Status == RowStatus.Unknown))
            {
                sizing.Lost();
                Shrink(parallelism / 2, WriteLimit.Network);
            }
            else
            {
                sizing.Answered(result.Outcomes.Count, elapsed);
                trend.Answered(result.Outcomes.Count, elapsed);
                Adapt();
            }

            Wake();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => options.Budget?.Dispose();

    /// <summary>Takes a leave if there is one.</summary>
    internal bool TryEnter(CancellationToken cancellationToken)
    {
        lock (sync)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Pause() > TimeSpan.Zero || inFlight >= Math.Min(Allowed(), gauge.Fits()))
            {
                return false;
            }

            inFlight++;
            return true;
        }
    }

    /// <summary>Ends when it is worth trying to enter again.</summary>
    internal async Task RoomAsync(CancellationToken cancellationToken)
    {
        Task next;
        lock (sync)
        {
            waiting++;
            var pause = Pause();
            var allowed = Allowed();
            next = pause > TimeSpan.Zero ? Task.Delay(pause, options.TimeProvider, cancellationToken)
                : inFlight < Math.Min(allowed, gauge.Fits()) ? Task.CompletedTask
                : inFlight < allowed ? Task.WhenAny(changed.Task, Task.Delay(gauge.UntilMore(), options.TimeProvider, cancellationToken)).WaitAsync(cancellationToken)
                : changed.Task.WaitAsync(cancellationToken);
        }

        try
        {
            await next;
        }
        finally
        {
            lock (sync)
            {
                waiting--;
            }
        }
    }

    /// <summary>Rows that the server takes so long for; null while it has not answered.</summary>
    internal int? RowsIn(TimeSpan time)
    {
        lock (sync)
        {
            return sizing.RowsIn(time);
        }
    }

    /// <summary>How free this user is, from 0 (nothing goes now) to 1 (idle).</summary>
    internal double Freedom()
    {
        lock (sync)
        {
            var allowed = Math.Min(Allowed(), gauge.Fits());
            return Pause() > TimeSpan.Zero || inFlight >= allowed ? 0 : 1 - ((double)inFlight / allowed);
        }
    }

    private void Adapt()
    {
        answersInRound++;
        if (answersInRound >= parallelism)
        {
            // The others of this round have been heard too.
            if (trend.IsSlower)
            {
                Shrink(parallelism - 1, WriteLimit.Server);
            }
            else if (trend.IsHolding)
            {
                brake = WriteLimit.Server;
                answersInRound = 0;
                parallelism++;
            }
        }

        parallelism = Math.Min(parallelism, Most());
    }

    private void Shrink(int to, WriteLimit because)
    {
        parallelism = Math.Max(1, to);
        answersInRound = 0;
        brake = because;
    }

    private void PauseFor(TimeSpan wait)
    {
        var until = options.TimeProvider.GetUtcNow() + wait;
        pausedUntil = until > pausedUntil ? until : pausedUntil;
        options.Budget?.Pause(pausedUntil);
    }

    private TimeSpan Pause()
    {
        if (options.Budget?.PausedUntil is { } others && others > pausedUntil)
        {
            pausedUntil = others;
        }

        return pausedUntil - options.TimeProvider.GetUtcNow();
    }

    /// <summary>Most requests whatever the server's answers: the system's limit, its hint, the user's wish.</summary>
    private int Most() => Math.Max(1, Math.Min(Math.Min(options.MaxInFlight, hint ?? ParallelismWithoutHint), options.MaxParallelism ?? int.MaxValue));

    /// <summary>Requests allowed now: never more than this run's part of what all runs of the user may have.</summary>
    private int Allowed() => options.Budget is { } budget
        ? Math.Min(parallelism, budget.ShareOf(Math.Max(1, Math.Min(options.MaxInFlight, hint ?? ParallelismWithoutHint))))
        : parallelism;

    private void Wake()
    {
        changed.TrySetResult();
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
