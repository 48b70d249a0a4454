namespace Syncline.Sync.Projects;

/// <summary>Which of several rows with the same key is taken.</summary>
public enum DuplicateKeep
{
    /// <summary>None: it is an error.</summary>
    None,

    /// <summary>The first one read.</summary>
    First,

    /// <summary>The last one read.</summary>
    Last,

    /// <summary>The one with the largest value in a column of the source.</summary>
    Newest,
}
