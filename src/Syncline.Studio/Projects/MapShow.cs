namespace Syncline.Studio.Projects;

/// <summary>Which target columns the map shows.</summary>
internal enum MapShow
{
    /// <summary>Those that are filled, and those that a new row needs.</summary>
    Mapped,

    /// <summary>Those that nothing fills.</summary>
    Unmapped,

    /// <summary>Those that a new row needs, filled or not.</summary>
    Required,

    /// <summary>Every one.</summary>
    All,
}
