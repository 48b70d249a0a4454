namespace Syncline.Studio.Tree;

/// <summary>What can be done with a connection from its menu.</summary>
public enum ConnectionQuestionKind
{
    /// <summary>Open it in the connection window.</summary>
    Edit,

    /// <summary>Sign in again.</summary>
    SignIn,

    /// <summary>Try it step by step.</summary>
    Test,

    /// <summary>Read its tables again.</summary>
    Refresh,

    /// <summary>Give it another name.</summary>
    Rename,

    /// <summary>Save it again by another name.</summary>
    Duplicate,

    /// <summary>Remove it from the library.</summary>
    Delete,
}
