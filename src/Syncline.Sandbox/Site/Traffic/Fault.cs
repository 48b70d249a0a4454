namespace Syncline.Sandbox.Site.Traffic;

/// <summary>A fault on order: which requests it meets, and what happens to them.</summary>
internal sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Only requests with this method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Only requests whose address (as sent, from the path on) contains this text; null for any.</summary>
    public string? Path { get; init; }

    /// <summary>Requests that match and still go well, before the first that does not.</summary>
    public int Skip { get; init; }

    /// <summary>Requests that the fault meets; null for every one from then on.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>For <see cref="FaultKind.Status"/>: the status, 500 to 599 or 429. Default 503.</summary>
    public int Status { get; init; } = 503;

    /// <summary>For <see cref="FaultKind.Status"/>: seconds in <c>Retry-After</c>; null for no such header.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>For <see cref="FaultKind.SlowBody"/>: size of a piece in bytes. Default 1,024.</summary>
    public int Piece { get; init; } = 1024;

    /// <summary>For <see cref="FaultKind.SlowBody"/>: pause before each piece in milliseconds. Default 100.</summary>
    public int Pause { get; init; } = 100;

    /// <summary>The mistake in an order, or null.</summary>
    public string? Problem() => Skip < 0 || Times < 1 ? "skip can't be negative and times must be at least 1."
        : Status is not (429 or (>= 500 and <= 599)) ? "status must be 429 or between 500 and 599."
        : RetryAfter < 0 ? "retryAfter can't be negative."
        : Piece < 1 || Pause < 0 ? "piece must be at least 1 and pause can't be negative."
        : null;

    public bool Meets(string method, string target) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase)) && (Path is null || target.Contains(Path, StringComparison.OrdinalIgnoreCase));
}
