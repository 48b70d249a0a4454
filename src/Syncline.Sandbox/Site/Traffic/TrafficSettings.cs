namespace Syncline.Sandbox.Site.Traffic;

/// <summary>The limits and the latency in force. Both can be changed while requests run; a request uses what it meets.</summary>
internal sealed class TrafficSettings(SandboxOptions options)
{
    private volatile SandboxLimits _limits = options.Limits.Checked();
    private volatile SandboxLatency _latency = options.Latency.Checked();

    public SandboxLimits Limits
    {
        get => _limits;
        set => _limits = value.Checked();
    }

    public SandboxLatency Latency
    {
        get => _latency;
        set => _latency = value.Checked();
    }
}
