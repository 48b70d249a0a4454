namespace Syncline.Sync.Projects;

/// <summary>How sure it is that two columns belong together.</summary>
public enum AutoMapConfidence
{
    /// <summary>Perhaps: look at it.</summary>
    Possible,

    /// <summary>Most often right.</summary>
    Likely,

    /// <summary>As good as certain.</summary>
    Certain,
}
