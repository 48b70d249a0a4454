namespace Syncline.Studio.Library;

/// <summary>What stands above the library's page.</summary>
internal enum LibraryWindow
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One option of several connections is changed.</summary>
    Edit,

    /// <summary>Several are tried.</summary>
    Test,

    /// <summary>Several are signed in to.</summary>
    SignIn,

    /// <summary>Several are removed.</summary>
    Delete,

    /// <summary>Connections are written to a file.</summary>
    Export,

    /// <summary>Connections are read from a file.</summary>
    Import,
}
