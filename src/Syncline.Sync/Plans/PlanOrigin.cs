namespace Syncline.Sync.Plans;

/// <summary>Where a plan comes from when it was not made by a compare.</summary>
public sealed record PlanOrigin
{
    /// <summary>Value of <see cref="Kind"/> for a plan that takes a run back.</summary>
    public const string Undo = "undo";

    /// <summary>Value of <see cref="Kind"/> for a plan that leaves rows of another out.</summary>
    public const string Exclude = "exclude";

    /// <summary>Value of <see cref="Kind"/> for a plan that sends the failed rows of a run again.</summary>
    public const string Again = "again";

    /// <summary>
    /// <c>undo</c> (from a run's before-images), <c>exclude</c> (another plan without some rows) or <c>again</c> (failed rows of a run, maybe corrected).
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Id of the plan that it was made from.</summary>
    public required string PlanId { get; init; }

    /// <summary>Digest of that plan.</summary>
    public required string PlanDigest { get; init; }

    /// <summary>Run that it undoes; else null.</summary>
    public string? RunId { get; init; }

    /// <summary>Run whose failed rows it sends again; else null.</summary>
    public string? AgainRunId { get; init; }

    /// <summary>Condition of the rows left out; else null.</summary>
    public string? Where { get; init; }
}
