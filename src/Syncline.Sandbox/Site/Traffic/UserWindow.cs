using System.Globalization;

namespace Syncline.Sandbox.Site.Traffic;

/// <summary>What one user has asked of one web server within the sliding window. Safe for concurrent use.</summary>
internal sealed class UserWindow(TimeProvider clock)
{
    // The documents name no number for it; one that clients can sit out (inferred).
    private static readonly TimeSpan WaitForASlot = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly Queue<Visit> _visits = new();
    private TimeSpan _executed;
    private int _running;

    /// <summary>Lets a request in, or says which limit it would break: documented words, with the limits in force (PROTOCOL 5.13).</summary>
    public Admission Enter(SandboxLimits limits)
    {
        lock (_lock)
        {
            Forget(limits.Window);
            if (limits.Enabled)
            {
                var culture = CultureInfo.InvariantCulture;
                var window = string.Create(culture, $"{limits.Window.TotalSeconds:0}");
                if (_running >= limits.Concurrent)
                {
                    return Refuse(limits, WaitForASlot, "0x80072326", "ConcurrencyLimitExceeded", string.Create(culture, $"Number of concurrent requests exceeded the limit of {limits.Concurrent}."));
                }

                if (_visits.Count >= limits.Requests)
                {
                    return Refuse(
                        limits,
                        UntilGone(limits.Window, visits => visits >= limits.Requests, _ => false),
                        "0x80072322",
                        "NumberOfRequestsExceeded",
                        string.Create(culture, $"Number of requests exceeded the limit of {limits.Requests} over time window of {window} seconds."));
                }

                if (_executed >= limits.ExecutionTime)
                {
                    return Refuse(
                        limits,
                        UntilGone(limits.Window, _ => false, executed => executed >= limits.ExecutionTime),
                        "0x80072321",
                        "CombinedExecutionTimeExceeded",
                        string.Create(culture, $"Combined execution time of incoming requests exceeded limit of {limits.ExecutionTime.TotalMilliseconds:N0} milliseconds over time window of {window} seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later."));
                }
            }

            var visit = new Visit { At = clock.GetTimestamp() };
            _visits.Enqueue(visit);
            _running++;
            return new Admission(visit, null, TimeSpan.Zero, Math.Max(0, limits.Requests - _visits.Count), Left(limits));
        }
    }

    /// <summary>Ends a visit.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="executed">The execution time it is charged.</param>
    public void Leave(Visit visit, TimeSpan executed)
    {
        lock (_lock)
        {
            _running--;
            visit.Executed = executed;
            if (!visit.IsForgotten)
            {
                _executed += executed;
            }
        }
    }

    private TimeSpan Left(SandboxLimits limits) => _executed < limits.ExecutionTime ? limits.ExecutionTime - _executed : TimeSpan.Zero;

    private Admission Refuse(SandboxLimits limits, TimeSpan retryAfter, string code, string name, string message) =>
        new(null, (code, name, message), retryAfter, Math.Max(0, limits.Requests - _visits.Count), Left(limits));

    private void Forget(TimeSpan window)
    {
        while (_visits.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) >= window)
        {
            _visits.Dequeue();
            oldest.IsForgotten = true;
            _executed -= oldest.Executed;
        }
    }

    /// <summary>Time until enough of the oldest visits have left the window.</summary>
    private TimeSpan UntilGone(TimeSpan window, Func<int, bool> tooMany, Func<TimeSpan, bool> tooLong)
    {
        var (count, executed, wait) = (_visits.Count, _executed, TimeSpan.Zero);
        foreach (var visit in _visits)
        {
            if (!tooMany(count) && !tooLong(executed))
            {
                break;
            }

            count--;
            executed -= visit.Executed;
            wait = window - clock.GetElapsedTime(visit.At);
        }

        return wait;
    }

    /// <summary>One request in the window.</summary>
    internal sealed class Visit
    {
        public long At { get; init; }

        public TimeSpan Executed { get; set; }

        public bool IsForgotten { get; set; }
    }
}
