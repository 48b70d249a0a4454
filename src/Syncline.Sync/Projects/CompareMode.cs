namespace Syncline.Sync.Projects;

/// <summary>When a difference in a column counts.</summary>
public enum CompareMode
{
    /// <summary>Always.</summary>
    Normal,

    /// <summary>Never by itself: the column is sent along when another column makes the row change.</summary>
    Ignore,

    /// <summary>Only where the target has no value yet.</summary>
    OnlyIfTargetEmpty,

    /// <summary>Only where the source has a value.</summary>
    OnlyIfSourceNotEmpty,
}
