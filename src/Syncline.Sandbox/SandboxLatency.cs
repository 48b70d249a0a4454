namespace Syncline.Sandbox;

/// <summary>
/// How long the site takes over a request, besides what it really needs: so much for each request, and so much for each row in it, and longer where more requests
/// are under way than it can serve at once. Nothing by default.
/// </summary>
public sealed record SandboxLatency
{
    /// <summary>For each request, and for each request within a batch.</summary>
    public TimeSpan PerRequest { get; init; }

    /// <summary>For each row written.</summary>
    public TimeSpan PerRowWritten { get; init; }

    /// <summary>For each row read.</summary>
    public TimeSpan PerRowRead { get; init; }

    /// <summary>
    /// Requests of all users together that the site serves without slowing down. With more of them under way each takes longer in proportion, so that more
    /// at once bring nothing more. Null (default) for a site that never slows down.
    /// </summary>
    public int? Knee { get; init; }

    /// <summary>The duration of a request.</summary>
    /// <param name="requests">Requests in it.</param>
    /// <param name="rowsWritten">Rows that it wrote.</param>
    /// <param name="rowsRead">Rows that it read.</param>
    /// <param name="underWay">Requests under way when it came, itself among them.</param>
    internal TimeSpan Of(int requests, int rowsWritten, int rowsRead, int underWay) =>
        ((PerRequest * requests) + (PerRowWritten * rowsWritten) + (PerRowRead * rowsRead)) * (Knee is { } knee && underWay > knee ? (double)underWay / knee : 1);

    /// <summary>Refuses negative durations.</summary>
    /// <exception cref="ArgumentException">A duration is negative.</exception>
    internal SandboxLatency Checked() => PerRequest < TimeSpan.Zero || PerRowWritten < TimeSpan.Zero || PerRowRead < TimeSpan.Zero
        ? throw new ArgumentException("A latency can't be negative.")
        : Knee < 1 ? throw new ArgumentException("knee must be at least 1.")
        : this;
}
