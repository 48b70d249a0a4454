namespace Syncline.Sync.Plans;

/// <summary>A row that could not become a change: a value that does not fit, a lookup without a match, a duplicate key.</summary>
public sealed record PlanProblem
{
    /// <summary>Place in the list, from 1.</summary>
    public required long Seq { get; init; }

    /// <summary><c>source</c> or <c>target</c>.</summary>
    public required string Side { get; init; }

    /// <summary>Line or ordinal in the source; null when not known.</summary>
    public long? SourceRow { get; init; }

    /// <summary>Key of the row, for people; null when not known.</summary>
    public string? Key { get; init; }

    /// <summary>Column concerned; null when it is about the row.</summary>
    public string? Column { get; init; }

    /// <summary>Stable id of the error.</summary>
    public required string ErrorId { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do next; null when the message says it.</summary>
    public string? Advice { get; init; }
}
