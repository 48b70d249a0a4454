using System.Text.Json;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;

namespace Syncline.OAuth.Discovery;

/// <summary>
/// Whether a server promises in its metadata to name itself in <c>iss</c> when it sends the browser back (RFC 9207 section 3), so that an answer without
/// that, or of another server, is refused. Reads public documents without any credential.
/// </summary>
internal static class IssuerPromise
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The issuer that the answer has to name; null when the server promises nothing, or describes itself nowhere: signing in is then as safe as before
    /// that standard, for there is one server only that codes of this client go to.
    /// </summary>
    public static async Task<string?> FindAsync(OAuthClient client, HttpMessageHandler httpHandler, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (client.AuthorizationEndpoint is not { } endpoint)
        {
            return null;
        }

        using var time = new CancellationTokenSource(Patience, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        using var http = new HttpMessageInvoker(new BoundedReplyHandler(httpHandler, timeProvider), disposeHandler: false);
        try
        {
            foreach (var address in MetadataOf(endpoint))
            {
                if (await ReadAsync(http, address, limit.Token) is { } metadata && Describes(metadata, endpoint))
                {
                    return Promised(metadata);
                }
            }
        }
        catch (ConnectionException)
        {
            // No metadata to be had: the sign-in itself will tell if the server is away.
            return null;
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        return null;
    }

    /// <summary>
    /// Where a server of this form describes itself: Entra and AD FS beside the endpoint, others at the root (RFC 8414 section 3, OpenID Connect
    /// Discovery section 4).
    /// </summary>
    internal static IEnumerable<Uri> MetadataOf(Uri authorizationEndpoint) => authorizationEndpoint.AbsolutePath.TrimEnd('/').Split('/') switch
    {
        ["", var tenant, "oauth2", "v2.0", "authorize"] => [new Uri(authorizationEndpoint, $"/{tenant}/v2.0/.well-known/openid-configuration")],
        ["", var tenant, "oauth2", "authorize"] => [new Uri(authorizationEndpoint, $"/{tenant}/.well-known/openid-configuration")],
        _ => [new Uri(authorizationEndpoint, "/.well-known/openid-configuration"), new Uri(authorizationEndpoint, "/.well-known/oauth-authorization-server")],
    };

    private static async Task<JsonElement?> ReadAsync(HttpMessageInvoker http, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await http.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            ? new ServerReply(response.StatusCode, null, await response.Content.ReadAsByteArrayAsync(cancellationToken), null, null).Object()
            : null;
    }

    /// <summary>Metadata of another server promises nothing for this one.</summary>
    private static bool Describes(JsonElement metadata, Uri endpoint) =>
        Uri.TryCreate(TokenAnswerReader.Text(metadata, "authorization_endpoint"), UriKind.Absolute, out var described)
        && described.GetLeftPart(UriPartial.Path) == endpoint.GetLeftPart(UriPartial.Path);

    /// <summary>Entra's metadata for many tenants has a placeholder in place of the issuer: there is nothing to compare with.</summary>
    private static string? Promised(JsonElement metadata) =>
        metadata.TryGetProperty("authorization_response_iss_parameter_supported", out var promised) && promised.ValueKind == JsonValueKind.True
        && TokenAnswerReader.Text(metadata, "issuer") is { Length: > 0 } issuer && !issuer.Contains('{', StringComparison.Ordinal)
            ? issuer
            : null;
}
