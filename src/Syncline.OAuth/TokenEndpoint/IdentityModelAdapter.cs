using System.Runtime.ExceptionServices;
using Duende.IdentityModel;
using Duende.IdentityModel.Client;
using Syncline.Core.Errors;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.TokenEndpoint;

/// <summary>
/// The one place that knows Duende.IdentityModel: it builds and sends the requests of RFC 6749, 7523 and 8628. What comes back is
/// judged by our own readers, because its own stop at well-meant answers.
/// </summary>
internal sealed class IdentityModelAdapter(OAuthClient client, HttpMessageInvoker invoker, TimeProvider timeProvider)
{
    public Task<ServerReply> RedeemCodeAsync(string code, string verifier, string redirectUri, CancellationToken cancellationToken) =>
        SendAsync(
            request => invoker.RequestAuthorizationCodeTokenAsync(request, cancellationToken),
            new AuthorizationCodeTokenRequest { Code = code, CodeVerifier = verifier, RedirectUri = redirectUri }, scope: null);

    public Task<ServerReply> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        SendAsync(
            request => invoker.RequestRefreshTokenAsync(request, cancellationToken),
            new RefreshTokenRequest { RefreshToken = refreshToken }, RenewalScope);

    public Task<ServerReply> ClientCredentialsAsync(string? claims, CancellationToken cancellationToken) =>
        SendAsync(
            request => invoker.RequestClientCredentialsTokenAsync(request, cancellationToken),
            new ClientCredentialsTokenRequest(), client.Scope, ("claims", claims));

    public Task<ServerReply> PollDeviceCodeAsync(string deviceCode, CancellationToken cancellationToken) =>
        SendAsync(
            request => invoker.RequestDeviceTokenAsync(request, cancellationToken),
            new DeviceTokenRequest { DeviceCode = deviceCode }, scope: null,
            // Version 1 endpoints came before RFC 8628 and call it "code".
            ("code", client.Resource is null ? null : deviceCode));

    public Task<ServerReply> StartDeviceCodeAsync(string? claims, CancellationToken cancellationToken) =>
        SendAsync(
            async request => await invoker.RequestDeviceAuthorizationAsync(request, cancellationToken),
            new DeviceAuthorizationRequest(), client.Scope, client.DeviceAuthorizationEndpoint!, ("claims", claims));

    /// <summary>
    /// A renewal must not ask for more than was granted, and without a scope gets exactly that (RFC 6749 section 6). Entra's version 2 is the exception: its
    /// refresh tokens are good for every resource that the app may use, so it has to be told which (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
    /// </summary>
    private string? RenewalScope => EntraAddress.IsVersion2(client.TokenEndpoint) ? client.Scope : null;

    private Task<ServerReply> SendAsync<TRequest>(
        Func<TRequest, Task<TokenResponse>> send, TRequest request, string? scope, (string Name, string? Value) extra = default)
        where TRequest : ProtocolRequest =>
        SendAsync<TRequest>(async prepared => await send(prepared), request, scope, client.TokenEndpoint, extra);

    private async Task<ServerReply> SendAsync<TRequest>(
        Func<TRequest, Task<ProtocolResponse>> send, TRequest request, string? scope, Uri address, (string Name, string? Value) extra = default)
        where TRequest : ProtocolRequest
    {
        request.Address = address.AbsoluteUri;
        request.ClientId = client.ClientId;
        request.ClientCredentialStyle = ClientCredentialStyle.PostBody;
        request.ClientSecret = client.ClientSecret?.Reveal();
        if (client.ClientCertificate is { } certificate)
        {
            request.ClientAssertion = new ClientAssertion
            {
                Type = OidcConstants.ClientAssertionTypes.JwtBearer,
                Value = PrivateKeyJwt.Create(certificate, client.ClientId, client.TokenEndpoint, timeProvider.GetUtcNow()),
            };
        }

        Add(OidcConstants.TokenRequest.Scope, scope);
        Add(OidcConstants.TokenRequest.Resource, client.Resource);
        Add(extra.Name, extra.Value);
        var response = await send(request);
        if (response.Exception is SynclineException or OperationCanceledException)
        {
            ExceptionDispatchInfo.Throw(response.Exception);
        }

        if (response.HttpResponse is not { } http)
        {
            throw new InvalidOperationException("The request was not sent.", response.Exception);
        }

        using (http)
        {
            return new ServerReply(
                http.StatusCode, http.Content.Headers.ContentType?.MediaType, await http.Content.ReadAsByteArrayAsync(),
                RetryAfter(http), http.Headers.TryGetValues("x-ms-request-id", out var ids) ? ids.First() : null);
        }

        void Add(string? name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                request.Parameters.Add(name!, value);
            }
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } when date - timeProvider.GetUtcNow() is { Ticks: > 0 } wait => wait,
        _ => null,
    };
}
