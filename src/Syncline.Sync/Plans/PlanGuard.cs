namespace Syncline.Sync.Plans;

/// <summary>A guard as it was used. A plan that breaks one is written and shown all the same; apply refuses it.</summary>
public sealed record PlanGuard
{
    /// <summary>Name as in project files, e.g. <c>max-deletes</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The limit as the project gives it, e.g. <c>5%</c>.</summary>
    public required string Limit { get; init; }

    /// <summary>What was found, e.g. <c>312 of 4,000 rows (7.8%)</c>.</summary>
    public required string Found { get; init; }

    /// <summary>Whether it holds.</summary>
    public required bool Holds { get; init; }
}
