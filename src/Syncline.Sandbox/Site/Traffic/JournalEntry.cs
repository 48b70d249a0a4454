namespace Syncline.Sandbox.Site.Traffic;

/// <summary>One request as the journal keeps it. Bodies and tokens are never kept.</summary>
internal sealed record JournalEntry
{
    public long Number { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string Target { get; init; }

    /// <summary>0 when no answer was given.</summary>
    public int Status { get; init; }

    /// <summary>True when the limits refused it; the Organization Service says so with another status than 429.</summary>
    public bool IsThrottled { get; init; }

    /// <summary>Who asked; null when nobody signed in.</summary>
    public Guid? User { get; init; }

    /// <summary>The web server that took it.</summary>
    public int Server { get; init; }

    /// <summary>Requests within a batch.</summary>
    public int Parts { get; init; }

    public int RowsRead { get; init; }

    public int RowsWritten { get; init; }

    /// <summary>From its first byte to its last.</summary>
    public double Milliseconds { get; init; }

    /// <summary>The fault it met.</summary>
    public FaultKind? Fault { get; init; }

    /// <summary>The headers that change what the site does, and <c>User-Agent</c>.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
}
