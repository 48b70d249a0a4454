using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Syncline.Core.Connectors;
using Syncline.OAuth.TokenEndpoint;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.TokenCommands;

/// <summary>
/// Reads what a token command printed: a token alone, or JSON with <c>accessToken</c> or <c>access_token</c>, and <c>expires_on</c> (seconds since
/// 1970), <c>expiresOn</c> (a time) or <c>expires_in</c> (seconds), as the Azure CLI, OAuth servers and their tools print.
/// </summary>
internal static class CommandOutput
{
    private static readonly TimeSpan LifetimeWhenUnsaid = TimeSpan.FromMinutes(10);

    /// <summary>The tokens; null with the reason, as the end of a sentence, when there is no usable one. The output is in no reason.</summary>
    public static (TokenSet? Tokens, string? Reason) Read(string output, DateTimeOffset now)
    {
        var text = output.Trim().TrimStart('\uFEFF');
        if (text.Length == 0)
        {
            return (null, "printed nothing");
        }

        string? token;
        DateTimeOffset? expires = null;
        if (text[0] is '{' or '"')
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                var json = document.RootElement;
                var isObject = json.ValueKind == JsonValueKind.Object;
                token = !isObject ? json.GetString() : TokenAnswerReader.Text(json, "accessToken") ?? TokenAnswerReader.Text(json, "access_token");
                expires = isObject ? Expiry(json, now) : null;
            }
            catch (JsonException)
            {
                return (null, "printed something that begins like JSON and is none");
            }

            if (string.IsNullOrEmpty(token))
            {
                return (null, "printed JSON without an accessToken or access_token");
            }
        }
        else
        {
            token = text;
        }

        if (token.Any(c => c is <= ' ' or > '~'))
        {
            return (null, "printed more than a token: several words or lines");
        }

        expires ??= ExpiryOfJwt(token) ?? now + LifetimeWhenUnsaid;
        return expires <= now
            ? (null, string.Create(CultureInfo.InvariantCulture, $"printed a token that ended at {expires:yyyy-MM-dd HH:mm:ss}Z"))
            : (new TokenSet { AccessToken = new Secret(token), ReceivedAt = now, ExpiresAt = expires.Value }, null);
    }

    private static DateTimeOffset? Expiry(JsonElement json, DateTimeOffset now)
    {
        if (TokenAnswerReader.Seconds(json, "expires_on") is > 0 and < 253402300800 and var seconds)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        if (TokenAnswerReader.Seconds(json, "expires_in") is > 0 and < 31_622_400 and var lasting)
        {
            return now + TimeSpan.FromSeconds(lasting);
        }

        // The Azure CLI writes this one in the machine's own time, without saying so.
        return DateTimeOffset.TryParse(
            TokenAnswerReader.Text(json, "expiresOn") ?? TokenAnswerReader.Text(json, "expires_on"),
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    /// <summary>A hint only: a token that ends sooner is found by the 401 it gets.</summary>
    private static DateTimeOffset? ExpiryOfJwt(string token)
    {
        if (token.Split('.') is not [_, var payload, _] || !Base64Url.IsValid(payload))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind == JsonValueKind.Object && TokenAnswerReader.Seconds(claims.RootElement, "exp") is > 0 and < 253402300800 and var end
                ? DateTimeOffset.FromUnixTimeSeconds(end)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
