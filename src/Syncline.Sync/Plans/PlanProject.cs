namespace Syncline.Sync.Plans;

/// <summary>The project that a plan was made from.</summary>
public sealed record PlanProject
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Path of its file when the plan was made; null when it had none.</summary>
    public string? Path { get; init; }

    /// <summary><c>sha256:&lt;hex&gt;</c> of its text; null when it had none.</summary>
    public string? Digest { get; init; }
}
