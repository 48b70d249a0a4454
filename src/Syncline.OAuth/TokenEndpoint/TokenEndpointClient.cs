using System.Net;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>The token endpoint of one client: what it grants, or why not. Safe for concurrent use.</summary>
internal sealed class TokenEndpointClient(OAuthClient client, HttpMessageHandler httpHandler, TimeProvider timeProvider)
{
    private readonly IdentityModelAdapter requests = new(
        client, new HttpMessageInvoker(new BoundedReplyHandler(httpHandler, timeProvider), disposeHandler: false), timeProvider);

    /// <summary>Redeems a code (RFC 6749 section 4.1.3, RFC 7636 section 4.5).</summary>
    public async Task<TokenSet> RedeemCodeAsync(string code, string verifier, string redirectUri, CancellationToken cancellationToken) =>
        Granted(await requests.RedeemCodeAsync(code, verifier, redirectUri, cancellationToken), code, verifier);

    /// <summary>Redeems a refresh token (RFC 6749 section 6). When the server gives no new refresh token the old one goes on.</summary>
    public async Task<TokenSet> RefreshAsync(TokenSet old, CancellationToken cancellationToken)
    {
        var refreshToken = old.RefreshToken!.Reveal();
        var tokens = Granted(await requests.RefreshAsync(refreshToken, cancellationToken), refreshToken, old.AccessToken.Reveal());
        return tokens with { RefreshToken = tokens.RefreshToken ?? old.RefreshToken, User = tokens.User ?? old.User, Scope = tokens.Scope ?? old.Scope };
    }

    /// <summary>Signs the app in as itself (RFC 6749 section 4.4). A refresh token that the server gives against section 4.4.3 is dropped.</summary>
    public async Task<TokenSet> ClientCredentialsAsync(string? claims, CancellationToken cancellationToken) =>
        Granted(await requests.ClientCredentialsAsync(claims, cancellationToken)) with { RefreshToken = null };

    /// <summary>Asks for a device code (RFC 8628 section 3.1), to be had with these claims.</summary>
    public async Task<ServerReply> StartDeviceCodeAsync(string? claims, CancellationToken cancellationToken) =>
        await requests.StartDeviceCodeAsync(claims, cancellationToken);

    /// <summary>Asks once whether the person has answered (RFC 8628 section 3.4).</summary>
    public async Task<(TokenSet? Tokens, ServerRefusal? Refusal)> PollDeviceCodeAsync(string deviceCode, CancellationToken cancellationToken) =>
        Read(await requests.PollDeviceCodeAsync(deviceCode, cancellationToken), deviceCode);

    private TokenSet Granted(ServerReply reply, params string[] sent)
    {
        var (tokens, refusal) = Read(reply, sent);
        return tokens ?? throw EntraErrors.Describe(refusal!, client);
    }

    private (TokenSet? Tokens, ServerRefusal? Refusal) Read(ServerReply reply, params string[] sent)
    {
        var secrets = sent.Append(client.ClientSecret?.Reveal() ?? string.Empty).ToList();
        // Servers that repeat a value may repeat it as it was sent, percent-encoded.
        secrets.AddRange(secrets.SelectMany(secret => new[] { WebUtility.UrlEncode(secret), Uri.EscapeDataString(secret) }).ToArray());
        return TokenAnswerReader.Read(reply, client, timeProvider.GetUtcNow(), secrets);
    }
}
