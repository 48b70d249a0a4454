using Syncline.Core.Writing;

namespace Syncline.Connections.Governing;

/// <summary>
/// How many more requests fit in what a server says is left of its limits, so that they need not be hit to be kept. What is left comes back as
/// earlier requests fall out of the server's sliding window; the gauge remembers its own. The largest value ever told counts as the whole, and the
/// window is taken to be as long as Dataverse's in proportion: 1,200 s of execution in 300 s
/// (https://learn.microsoft.com/power-apps/developer/data-platform/api-limits). Where that is wrong the server asks to wait, and that is obeyed.
/// Not safe for concurrent use.
/// </summary>
internal sealed class HeadroomGauge(TimeProvider timeProvider)
{
    private const double Reserve = 0.02;
    private const double ExecutionPerSecond = 4;
    private const double Weight = 0.3;

    private static readonly TimeSpan DocumentedWindow = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    /// <summary>After so long without an answer one request may go whatever was told last: others may have used the limit up, and it has come back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Queue<(DateTimeOffset At, TimeSpan Cost)> own = new();
    private long mostRequests;
    private TimeSpan mostTime;
    private long? requestsLeft;
    private TimeSpan? timeLeft;
    private TimeSpan usual;
    private DateTimeOffset toldAt;

    private TimeSpan Window => mostTime > TimeSpan.Zero ? mostTime / ExecutionPerSecond : DocumentedWindow;

    /// <param name="headroom">What an answer told.</param>
    /// <param name="elapsed">What its request took.</param>
    public void Told(ServerHeadroom headroom, TimeSpan elapsed)
    {
        mostRequests = Math.Max(mostRequests, headroom.Requests ?? 0);
        mostTime = headroom.ExecutionTime > mostTime ? headroom.ExecutionTime.Value : mostTime;
        requestsLeft = headroom.Requests;
        timeLeft = headroom.ExecutionTime;
        usual = usual == TimeSpan.Zero ? elapsed : (usual * (1 - Weight)) + (elapsed * Weight);
        toldAt = timeProvider.GetUtcNow();
        own.Enqueue((toldAt, elapsed));
    }

    /// <summary>Most requests that may be under way now; <see cref="int.MaxValue"/> when the server tells nothing.</summary>
    public int Fits()
    {
        Forget();
        var byTime = timeLeft is { } time && usual > TimeSpan.Zero ? (time - (mostTime * Reserve)) / usual : int.MaxValue;
        var byRequests = requestsLeft is { } requests ? requests - (mostRequests * Reserve) : int.MaxValue;
        var least = timeProvider.GetUtcNow() - toldAt >= Patience ? 1 : 0;
        return (int)Math.Clamp(Math.Min(byTime, byRequests), least, int.MaxValue);
    }

    /// <summary>How long until more may fit: the next of the own earlier requests falls out of the window, or it is time to ask again.</summary>
    public TimeSpan UntilMore()
    {
        var next = own.TryPeek(out var oldest) && oldest.At + Window < toldAt + Patience ? oldest.At + Window : toldAt + Patience;
        var wait = next - timeProvider.GetUtcNow();
        return wait > Least ? wait : Least;
    }

    private void Forget()
    {
        var begin = timeProvider.GetUtcNow() - Window;
        while (own.TryPeek(out var oldest) && oldest.At < begin)
        {
            own.Dequeue();
            timeLeft = timeLeft + oldest.Cost < mostTime ? timeLeft + oldest.Cost : timeLeft is null ? null : mostTime;
            requestsLeft = requestsLeft is { } requests ? Math.Min(requests + 1, mostRequests) : null;
        }
    }
}
