using Syncline.Core.Errors;
using Syncline.Studio.Connections.SignIn;

namespace Syncline.Studio.Library;

/// <summary>One connection of work that is done to several. Written by the work, read by the page.</summary>
/// <param name="name">Name of the connection.</param>
internal sealed class LibraryItem(string name)
{
    /// <summary>Name of the connection.</summary>
    public string Name { get; } = name;

    /// <summary>How far it is.</summary>
    public LibraryItemState State { get; set; }

    /// <summary>What came of it, in a sentence.</summary>
    public string Words { get; set; } = string.Empty;

    /// <summary>Why it failed; null when it did not.</summary>
    public ErrorDetail? Error { get; set; }

    /// <summary>The sign-in that a person has to answer; null when there is none.</summary>
    public BrowserSignIn? SignIn { get; set; }
}
