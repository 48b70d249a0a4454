namespace Syncline.Sandbox.SignIn.Requests;

/// <summary>
/// Compares redirect URIs as Entra does (learn.microsoft.com/entra/identity-platform/reply-url): exactly, case included, except that the
/// port of a registered <c>http://localhost</c> or <c>http://127.0.0.1</c> is ignored and that an empty path equals <c>/</c>.
/// </summary>
internal static class RedirectUris
{
    public static bool Match(string registered, string requested)
    {
        if (string.Equals(registered, requested, StringComparison.Ordinal))
        {
            return true;
        }

        // UserInfo would let "http://localhost:80@elsewhere/" look like localhost to a careless comparison; Uri parses it away from Host.
        return Uri.TryCreate(registered, UriKind.Absolute, out var known)
            && Uri.TryCreate(requested, UriKind.Absolute, out var given)
            && string.Equals(known.Scheme, given.Scheme, StringComparison.Ordinal)
            && string.Equals(known.Host, given.Host, StringComparison.Ordinal)
            && given.UserInfo.Length == 0
            && given.Fragment.Length == 0
            && string.Equals(known.AbsolutePath, given.AbsolutePath, StringComparison.Ordinal)
            && string.Equals(known.Query, given.Query, StringComparison.Ordinal)
            && (known.Port == given.Port || IsPortFree(known));
    }

    private static bool IsPortFree(Uri registered) => registered.Scheme == Uri.UriSchemeHttp && registered.Host is "localhost" or "127.0.0.1";
}
