namespace Syncline.Workspace.Projects;

/// <summary>What may be given for an option of a project.</summary>
public enum ProjectOptionKind
{
    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of some words.</summary>
    Words,

    /// <summary>A number of rows or a share such as 5%.</summary>
    Limit,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>A column of the source.</summary>
    SourceColumn,

    /// <summary>A column of the source that tells a moment.</summary>
    SourceMoment,

    /// <summary>A column of the target.</summary>
    TargetColumn,

    /// <summary>A column of the target that tells a moment.</summary>
    TargetMoment,
}
