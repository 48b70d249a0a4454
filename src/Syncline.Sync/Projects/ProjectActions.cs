namespace Syncline.Sync.Projects;

/// <summary>What may be done to the target.</summary>
public sealed record ProjectActions
{
    /// <summary>Rows that only the source has are added. Default true.</summary>
    public bool Add { get; init; } = true;

    /// <summary>Rows that differ are updated. Default true.</summary>
    public bool Update { get; init; } = true;

    /// <summary>What happens to rows that only the target has. Default: nothing.</summary>
    public DeleteAction Delete { get; init; }
}
