namespace Syncline.Sync.Projects;

/// <summary>How a project reads only what changed since its last compare.</summary>
public sealed record IncrementalReading
{
    /// <summary>Column of the source that tells when a row changed last, for a source that tracks no changes itself; null for none.</summary>
    public string? SourceWatermark { get; init; }

    /// <summary>The same on the target.</summary>
    public string? TargetWatermark { get; init; }
}
