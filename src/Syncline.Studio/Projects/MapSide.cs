namespace Syncline.Studio.Projects;

/// <summary>What stands beside the map.</summary>
internal enum MapSide
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The project's options.</summary>
    Options,

    /// <summary>The text of its file.</summary>
    Text,
}
