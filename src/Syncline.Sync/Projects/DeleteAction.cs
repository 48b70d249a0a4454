namespace Syncline.Sync.Projects;

/// <summary>What happens to rows that only the target has.</summary>
public enum DeleteAction
{
    /// <summary>They stay.</summary>
    None,

    /// <summary>They are deleted.</summary>
    Delete,

    /// <summary>They are set inactive, where the target keeps a state; those that are inactive already stay.</summary>
    Deactivate,
}
