namespace Syncline.Sandbox;

/// <summary>How long the site takes over a request, besides what it really needs: so much for each request, and so much for each row in it. Nothing by default.</summary>
public sealed record SandboxLatency
{
    /// <summary>For each request, and for each request within a batch.</summary>
    public TimeSpan PerRequest { get; init; }

    /// <summary>For each row written.</summary>
    public TimeSpan PerRowWritten { get; init; }

    /// <summary>For each row read.</summary>
    public TimeSpan PerRowRead { get; init; }

    /// <summary>The duration of a request.</summary>
    internal TimeSpan Of(int requests, int rowsWritten, int rowsRead) => (PerRequest * requests) + (PerRowWritten * rowsWritten) + (PerRowRead * rowsRead);

    /// <summary>Refuses negative durations.</summary>
    /// <exception cref="ArgumentException">A duration is negative.</exception>
    internal SandboxLatency Checked() => PerRequest < TimeSpan.Zero || PerRowWritten < TimeSpan.Zero || PerRowRead < TimeSpan.Zero
        ? throw new ArgumentException("A latency can't be negative.")
        : this;
}
