using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Syncline.Core.Errors;

namespace Syncline.OAuth.Tokens;

/// <summary>Claims that a server wants a person to sign in with again (conditional access, continuous access evaluation).</summary>
public static partial class ClaimsChallenge
{
    private const string Key = "Syncline.OAuth.Claims";

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
        // The raw values: a challenge with unquoted addresses, as some sites send it, is no valid header for the parser.
        foreach (var challenge in headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? values : default)
        {
            if (ErrorPattern().IsMatch(challenge) && ClaimsPattern().Match(challenge) is { Success: true } match)
            {
                return Decode(match.Groups["claims"].Value);
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

    [GeneratedRegex("\\berror\\s*=\\s*\"?insufficient_claims\"?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ErrorPattern();

    [GeneratedRegex("\\bclaims\\s*=\\s*\"?(?<claims>[A-Za-z0-9+/_=-]{1,8192})\"?", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ClaimsPattern();
}
