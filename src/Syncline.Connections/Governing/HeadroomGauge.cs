using Syncline.Core.Writing;

namespace Syncline.Connections.Governing;

/// <summary>
/// Reads how near the server's limits are, so that they need not be hit to be kept. The largest value ever told counts as the whole. Not safe
/// for concurrent use.
/// </summary>
internal sealed class HeadroomGauge
{
    /// <summary>Share of a limit below which it counts as nearly used up.</summary>
    private const double Reserve = 0.04;

    /// <summary>What is left beyond the reserve before more requests are let go again.</summary>
    private const double Ease = 2;

    private long mostRequests;
    private TimeSpan mostTime;

    /// <summary>Whether a limit is nearly used up, counting what is under way already.</summary>
    public bool IsTight { get; private set; }

    /// <summary>Whether not even one more request fits safely.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Whether there is room enough to let more requests go.</summary>
    public bool IsEasy { get; private set; } = true;

    /// <param name="headroom">What an answer told.</param>
    /// <param name="elapsed">What such a request takes.</param>
    /// <param name="inFlight">Requests under way.</param>
    public void Told(ServerHeadroom headroom, TimeSpan elapsed, int inFlight)
    {
        mostRequests = Math.Max(mostRequests, headroom.Requests ?? 0);
        mostTime = headroom.ExecutionTime > mostTime ? headroom.ExecutionTime.Value : mostTime;
        var underWay = elapsed * Math.Max(1, inFlight);
        var timeReserve = Max(mostTime * Reserve, underWay);
        var requestReserve = Math.Max(mostRequests * Reserve, inFlight);
        IsTight = headroom.ExecutionTime < timeReserve || headroom.Requests < requestReserve;
        IsSpent = headroom.Requests <= inFlight
            || (headroom.ExecutionTime < mostTime * Reserve && headroom.ExecutionTime < elapsed * (inFlight + 0.5));
        IsEasy = !IsTight
            && (headroom.ExecutionTime is not { } time || time > timeReserve * Ease)
            && (headroom.Requests is not { } requests || requests > requestReserve * Ease);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
