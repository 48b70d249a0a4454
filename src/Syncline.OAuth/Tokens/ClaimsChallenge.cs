using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using Syncline.Core.Errors;
using Syncline.OAuth.Discovery;

namespace Syncline.OAuth.Tokens;

/// <summary>Claims that a server wants a person to sign in with again (conditional access, continuous access evaluation).</summary>
public static class ClaimsChallenge
{
    private const string Key = "Syncline.OAuth.Claims";
    private const int MaxClaims = 8192;

    /// <summary>The claims that an error carries, as JSON to send with the next sign-in; null when it carries none. They are no secret.</summary>
    public static string? Of(SignInException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[Key] as string;
    }

    internal static void Attach(SignInException exception, string claims) => exception.Data[Key] = claims;

    /// <summary>The claims of a 401's challenge with <c>error="insufficient_claims"</c>; null when it is another 401.</summary>
    internal static string? Of(HttpResponseHeaders headers)
    {
        foreach (var challenge in BearerChallenge.Of(headers))
        {
            if (challenge["error"] == "insufficient_claims" && challenge["claims"] is { Length: > 0 and <= MaxClaims } claims)
            {
                return Decode(claims);
            }
        }

        return null;
    }

    private static string? Decode(string text)
    {
        text = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        return claims.StartsWith('{') ? claims : null;
    }
}
