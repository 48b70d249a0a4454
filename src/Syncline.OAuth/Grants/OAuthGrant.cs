using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.AuthorizationCode;
using Syncline.OAuth.DeviceCode;
using Syncline.OAuth.Discovery;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Grants;

/// <summary>Tokens of an app at an authorization server, by the grant of its settings.</summary>
internal sealed class OAuthGrant(OAuthClient client, HttpMessageHandler httpHandler, TimeProvider timeProvider) : ITokenGrant
{
    private readonly TokenEndpointClient endpoint = new(client, httpHandler, timeProvider);

    public string ConnectionName => client.ConnectionName;

    public string Fingerprint { get; } = StoredTokens.FingerprintOf(
        [client.TokenEndpoint.AbsoluteUri, client.ClientId, client.GrantType.ToString(), client.Scope ?? string.Empty, client.Resource ?? string.Empty, .. Credential(client)]);

    public bool NeedsPerson => client.GrantType != GrantType.ClientCredentials;

    public bool SpendsRefreshTokens => NeedsPerson;

    public async Task<TokenSet> SignInAsync(ISignInPrompt prompt, string? claims, string? loginHint, CancellationToken cancellationToken) =>
        client.GrantType switch
        {
            GrantType.AuthorizationCode => await new AuthorizationCodeFlow(await WithIssuerAsync(cancellationToken), httpHandler, timeProvider)
                .SignInAsync(prompt, new SignInHints { Claims = claims, LoginHint = loginHint }, cancellationToken),
            GrantType.DeviceCode => await new DeviceCodeFlow(client, httpHandler, timeProvider).SignInAsync(prompt, claims, cancellationToken),
            _ => await endpoint.ClientCredentialsAsync(claims, cancellationToken),
        };

    public Task<TokenSet> RenewAsync(TokenSet? latest, string? claims, CancellationToken cancellationToken) =>
        NeedsPerson ? endpoint.RefreshAsync(latest!, cancellationToken) : endpoint.ClientCredentialsAsync(claims, cancellationToken);

    public ErrorDetail NotSignedIn() => new()
    {
        Id = OAuthErrorId.NotSignedIn,
        Phase = ErrorPhase.SignIn,
        Message = $"Nobody has signed in for connection {ConnectionName} yet.",
        Advice = $"Sign in with: syncline connection authorize {ConnectionName}.",
        Recovery = Recovery.SignInAgain,
    };

    /// <summary>
    /// An app's own tokens go with its credential: after a change of that the next request shows whether it is right, and not an hour later. What a person was
    /// granted outlives a new secret.
    /// </summary>
    private static IEnumerable<string> Credential(OAuthClient client) =>
        client.GrantType != GrantType.ClientCredentials ? []
        : [client.ClientSecret?.Reveal() ?? string.Empty, client.ClientCertificate?.Thumbprint ?? string.Empty];

    private async Task<OAuthClient> WithIssuerAsync(CancellationToken cancellationToken) => client.ExpectedIssuer is not null
        ? client
        : client with { ExpectedIssuer = await IssuerPromise.FindAsync(client, httpHandler, timeProvider, cancellationToken) };
}
