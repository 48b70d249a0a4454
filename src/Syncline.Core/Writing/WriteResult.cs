using Syncline.Core.Errors;

namespace Syncline.Core.Writing;

/// <summary>What became of a write batch: exactly one outcome per row, at the same index.</summary>
public sealed record WriteResult
{
    /// <summary>One outcome per row of the batch.</summary>
    public required IReadOnlyList<RowOutcome> Outcomes { get; init; }

    /// <summary>Degree of parallelism that the server recommends (<c>x-ms-dop-hint</c>); null when it said nothing.</summary>
    public int? RecommendedParallelism { get; init; }

    /// <summary>Wait that the server asks for before any further request; null when it asks for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What is left of the server's limits; null when it does not tell.</summary>
    public ServerHeadroom? Headroom { get; init; }

    /// <summary>The same outcome for every row.</summary>
    public static WriteResult Same(int rows, RowOutcome outcome) => new() { Outcomes = [.. Enumerable.Repeat(outcome, rows)] };

    /// <summary>Every row failed with the same error.</summary>
    public static WriteResult AllFailed(int rows, ErrorDetail error) => Same(rows, RowOutcome.Failed(error));
}
