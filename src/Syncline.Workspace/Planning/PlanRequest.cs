namespace Syncline.Workspace.Planning;

/// <summary>What to plan.</summary>
public sealed record PlanRequest
{
    /// <summary>The project file.</summary>
    public required string ProjectPath { get; init; }

    /// <summary>Where to write the plan; null for a new file in the plans folder.</summary>
    public string? OutPath { get; init; }

    /// <summary>Whether an incremental project reads both sides whole all the same. Default no.</summary>
    public bool ReadWhole { get; init; }

    /// <summary>Parameters of the project; what is absent is taken from the environment.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
