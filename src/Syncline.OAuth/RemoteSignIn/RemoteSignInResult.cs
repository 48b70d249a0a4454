namespace Syncline.OAuth.RemoteSignIn;

/// <summary>How the sign-in on this machine ended.</summary>
/// <param name="Line">One line for the waiting side, encrypted: letters, digits, hyphen, underscore and dot only.</param>
/// <param name="IsRefusal">The page said no; the waiting side explains why when it gets the line.</param>
public sealed record RemoteSignInResult(string Line, bool IsRefusal)
{
    /// <summary>Not the line.</summary>
    public override string ToString() => "result of a sign-in for another machine";
}
