namespace Syncline.Sandbox.Site.Traffic;

/// <summary>Body of <c>/_sandbox/limits</c>. What an order leaves out stays as it is.</summary>
internal sealed record TrafficOrder
{
    public bool? Enabled { get; init; }

    public int? Requests { get; init; }

    public double? ExecutionSeconds { get; init; }

    public int? Concurrent { get; init; }

    public double? WindowSeconds { get; init; }

    public int? WebServers { get; init; }

    public int? DopHint { get; init; }

    public double? MillisecondsPerRequest { get; init; }

    public double? MillisecondsPerRowWritten { get; init; }

    public double? MillisecondsPerRowRead { get; init; }

    /// <summary>See <see cref="SandboxLatency.Knee"/>; 0 takes it away.</summary>
    public int? Knee { get; init; }

    public static TrafficOrder Of(TrafficSettings settings)
    {
        var (limits, latency) = (settings.Limits, settings.Latency);
        return new TrafficOrder
        {
            Enabled = limits.Enabled,
            Requests = limits.Requests,
            ExecutionSeconds = limits.ExecutionTime.TotalSeconds,
            Concurrent = limits.Concurrent,
            WindowSeconds = limits.Window.TotalSeconds,
            WebServers = limits.WebServers,
            DopHint = limits.DopHint,
            MillisecondsPerRequest = latency.PerRequest.TotalMilliseconds,
            MillisecondsPerRowWritten = latency.PerRowWritten.TotalMilliseconds,
            MillisecondsPerRowRead = latency.PerRowRead.TotalMilliseconds,
            Knee = latency.Knee,
        };
    }

    /// <summary>Puts what is given in force, all of it or, when a value is refused, nothing.</summary>
    public void Apply(TrafficSettings settings)
    {
        var (limits, latency) = (settings.Limits, settings.Latency);
        var wantedLimits = new SandboxLimits
        {
            Enabled = Enabled ?? limits.Enabled,
            Requests = Requests ?? limits.Requests,
            ExecutionTime = ExecutionSeconds is { } execution ? TimeSpan.FromSeconds(execution) : limits.ExecutionTime,
            Concurrent = Concurrent ?? limits.Concurrent,
            Window = WindowSeconds is { } window ? TimeSpan.FromSeconds(window) : limits.Window,
            WebServers = WebServers ?? limits.WebServers,
            DopHint = DopHint ?? limits.DopHint,
        }.Checked();
        settings.Latency = new SandboxLatency
        {
            PerRequest = MillisecondsPerRequest is { } request ? TimeSpan.FromMilliseconds(request) : latency.PerRequest,
            PerRowWritten = MillisecondsPerRowWritten is { } written ? TimeSpan.FromMilliseconds(written) : latency.PerRowWritten,
            PerRowRead = MillisecondsPerRowRead is { } read ? TimeSpan.FromMilliseconds(read) : latency.PerRowRead,
            Knee = Knee is { } knee ? knee == 0 ? null : knee : latency.Knee,
        };
        settings.Limits = wantedLimits;
    }
}
