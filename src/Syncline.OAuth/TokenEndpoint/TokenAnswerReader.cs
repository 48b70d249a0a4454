using System.Globalization;
using System.Text.Json;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>Judges answers of a token endpoint (RFC 6749 section 5): tokens, a refusal, or something that is neither.</summary>
internal static class TokenAnswerReader
{
    private static readonly TimeSpan LifetimeWhenUnsaid = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(366);

    /// <summary>The tokens, or the refusal.</summary>
    /// <exception cref="ConnectionException">It is no answer of a token endpoint, or not a usable one.</exception>
    public static (TokenSet? Tokens, ServerRefusal? Refusal) Read(ServerReply reply, OAuthClient client, DateTimeOffset now, IReadOnlyList<string> sent)
    {
        var json = ObjectOf(reply, client.TokenEndpoint);
        if (ServerRefusal.Read(reply, json, sent) is { } refusal)
        {
            return (null, refusal);
        }

        if ((int)reply.Status is < 200 or > 299)
        {
            throw NotAnEndpoint(reply, client.TokenEndpoint);
        }

        var accessToken = Text(json, "access_token");
        if (string.IsNullOrEmpty(accessToken) || accessToken.Any(c => c is <= ' ' or > '~'))
        {
            throw Unusable(OAuthErrorId.NoAccessToken, client, "holds no usable access token");
        }

        if (!string.Equals(Text(json, "token_type"), "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            throw Unusable(OAuthErrorId.NotBearer, client, "does not say that the token is a Bearer token");
        }

        var user = IdTokenReader.Read(Text(json, "id_token"));
        return (new TokenSet
        {
            AccessToken = new Secret(accessToken),
            RefreshToken = Text(json, "refresh_token") is { Length: > 0 } refreshToken ? new Secret(refreshToken) : null,
            ReceivedAt = now,
            ExpiresAt = now + Lifetime(json, client),
            Scope = Text(json, "scope"),
            User = user,
        }, null);
    }

    /// <summary>The body as an object.</summary>
    /// <exception cref="ConnectionException">It is none.</exception>
    public static JsonElement ObjectOf(ServerReply reply, Uri endpoint) => reply.Object() ?? throw NotAnEndpoint(reply, endpoint);

    public static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number of seconds, written as a number or (version 1) as a text; null when absent, -1 when neither.</summary>
    public static long? Seconds(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
        : value.ValueKind == JsonValueKind.String
            && long.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written
        : -1;

    private static TimeSpan Lifetime(JsonElement json, OAuthClient client) => Seconds(json, "expires_in") switch
    {
        // RFC 6749 section 5.1 only recommends it; a token that ends sooner is found by the 401 it gets.
        null => LifetimeWhenUnsaid,
        > 0 and var seconds when seconds <= LongestLifetime.TotalSeconds => TimeSpan.FromSeconds(seconds),
        > 0 => LongestLifetime,
        _ => throw Unusable(OAuthErrorId.BadExpiry, client, "does not say in seconds how long the token lasts"),
    };

    private static ConnectionException NotAnEndpoint(ServerReply reply, Uri endpoint)
    {
        var passing = (int)reply.Status is >= 500 or 429 or 408;
        var what = reply.IsEmpty ? "an empty answer"
            : reply.MediaType is "text/html" or "application/xhtml+xml" ? "a web page"
            : reply.Object() is null ? "an answer that is not JSON" : "an answer without an error code";
        return new ConnectionException(new ErrorDetail
        {
            Id = passing ? OAuthErrorId.Unavailable : OAuthErrorId.NotJson,
            Phase = ErrorPhase.Connection,
            Message = passing
                ? $"The sign-in server {endpoint.Authority} is not available at the moment: it gave {what} with status {(int)reply.Status}."
                : $"The address {endpoint.GetLeftPart(UriPartial.Path)} does not answer like a token endpoint: it gave {what} with status {(int)reply.Status}.",
            Advice = passing ? "Wait a little and try again."
                : "Check the Token URL: it ends in /oauth2/v2.0/token (version 1 and AD FS: /oauth2/token). A proxy's own page can also stand in the way.",
            Recovery = passing ? Recovery.Retry : Recovery.Stop,
            RetryAfter = reply.RetryAfter,
            RequestId = reply.RequestId,
            Option = passing ? null : OptionName.TokenUrl,
        });
    }

    private static ConnectionException Unusable(string id, OAuthClient client, string what) => new(new ErrorDetail
    {
        Id = id,
        Phase = ErrorPhase.Connection,
        Message = $"The answer of the token endpoint {client.TokenEndpoint.Authority} {what}, so it was not used.",
        Advice = "Check the Token URL; if it is right, the server breaks the standard (RFC 6749 section 5.1): tell its operator.",
        Option = OptionName.TokenUrl,
    });
}
