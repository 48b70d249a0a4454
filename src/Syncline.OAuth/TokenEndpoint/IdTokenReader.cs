using System.Buffers.Text;
using System.Text.Json;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>
/// Takes from an id token who signed in, to show it. It came straight from the token endpoint, so its signature need not be checked
/// (OpenID Connect Core section 3.1.3.7, point 6); the token itself is dropped.
/// </summary>
internal static class IdTokenReader
{
    /// <summary>The user, or null when there is no readable id token.</summary>
    public static SignedInUser? Read(string? idToken)
    {
        if (idToken?.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var root = claims.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new SignedInUser(
                Claim(root, "name"),
                Claim(root, "preferred_username") ?? Claim(root, "upn") ?? Claim(root, "unique_name"),
                Claim(root, "oid"), Claim(root, "tid"));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Claim(JsonElement claims, string name) =>
        TokenAnswerReader.Text(claims, name) is { Length: > 0 and <= 256 } text && !text.Any(char.IsControl) ? text : null;
}
