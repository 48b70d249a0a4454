using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Loopback;

namespace Syncline.OAuth.AuthorizationCode;

/// <summary>The address that a browser was sent back to, copied by hand from its address bar.</summary>
internal static class PastedAddress
{
    /// <summary>Its parameters, when it is exactly the redirect of this sign-in (RFC 9700 section 4.1.3: no likeness, no prefix).</summary>
    /// <exception cref="SignInException">It is another address (OA1206). The address itself is not shown: it can hold a code.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string pasted, string redirectUri)
    {
        var text = pasted.Trim().Trim('"', '\'', '<', '>');
        var redirect = new Uri(redirectUri);
        if (text.StartsWith(redirect.Authority, StringComparison.OrdinalIgnoreCase))
        {
            // Some browsers copy without the scheme.
            text = "http://" + text;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme == redirect.Scheme && address.Authority == redirect.Authority && address.AbsolutePath == redirect.AbsolutePath
            && address.UserInfo.Length == 0 && address.Query.Length > 1
            ? FormEncoding.Parse(address.Query[1..])
            : throw new SignInException(new ErrorDetail
            {
                Id = OAuthErrorId.NotTheRedirect,
                Phase = ErrorPhase.SignIn,
                Message = $"The pasted text is not the address of this sign-in's answer: that starts with {redirectUri} and goes on with ?code=….",
                Advice = "Sign in in the browser and copy the whole address from its address bar, even if the page could not be shown; or paste the line "
                    + "that syncline authorize printed on another machine.",
                Recovery = Recovery.SignInAgain,
            });
    }
}
