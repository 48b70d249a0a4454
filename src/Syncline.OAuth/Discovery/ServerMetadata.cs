using System.Text.Json;
using System.Text.RegularExpressions;
using Syncline.Core.Errors;
using Syncline.OAuth.TokenEndpoint;

namespace Syncline.OAuth.Discovery;

/// <summary>
/// What an authorization server says of itself (OpenID Connect Discovery section 4, RFC 8414 section 3). Immutable.
/// </summary>
public sealed partial record ServerMetadata
{
    /// <summary>Its name for itself; null when it gives none.</summary>
    public string? Issuer { get; private init; }

    /// <summary>Where people sign in; null when it does not say.</summary>
    public string? AuthorizationEndpoint { get; private init; }

    /// <summary>Where tokens are given; null when it does not say.</summary>
    public string? TokenEndpoint { get; private init; }

    /// <summary>Whether it promises to name itself in <c>iss</c> when it sends the browser back (RFC 9207 section 3).</summary>
    public bool NamesItself { get; private init; }

    /// <summary>In the server's words, why there is no metadata at this address: a tenant that is not there, say. Then all else is null.</summary>
    public string? Refusal { get; private init; }

    /// <summary>The tenant id in the issuer of Entra; null when there is none.</summary>
    public string? TenantId => Issuer is not null && Id().Match(Issuer) is { Success: true } match ? match.Value.ToLowerInvariant() : null;

    /// <summary>Reads the metadata that belongs to an endpoint, with GET requests without credentials; redirects are not followed.</summary>
    /// <param name="endpoint">Authorization or token endpoint.</param>
    /// <param name="httpHandler">HTTP stack. Not disposed.</param>
    /// <param name="timeProvider">Clock of the time that an answer may take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The first that is there; null when there is none.</returns>
    /// <exception cref="ConnectionException">The server can't be reached.</exception>
    public static async ValueTask<ServerMetadata?> FindAsync(
        Uri endpoint, HttpMessageHandler httpHandler, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        using var http = new HttpMessageInvoker(new BoundedReplyHandler(httpHandler, timeProvider), disposeHandler: false);
        foreach (var address in AddressesOf(endpoint))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = await http.SendAsync(request, cancellationToken);
            var reply = new ServerReply(response.StatusCode, null, await response.Content.ReadAsByteArrayAsync(cancellationToken), null, null);
            if (reply.Object() is { } json && Read(json, response.IsSuccessStatusCode) is { } metadata)
            {
                return metadata;
            }
        }

        return null;
    }

    /// <summary>Where a server of this form describes itself: Entra and AD FS beside the endpoint, others at the root.</summary>
    internal static IEnumerable<Uri> AddressesOf(Uri endpoint) => endpoint.AbsolutePath.TrimEnd('/').Split('/') switch
    {
        ["", var tenant, "oauth2", "v2.0", "authorize" or "token"] => [new Uri(endpoint, $"/{tenant}/v2.0/.well-known/openid-configuration")],
        ["", var tenant, "oauth2", "authorize" or "token"] => [new Uri(endpoint, $"/{tenant}/.well-known/openid-configuration")],
        _ => [new Uri(endpoint, "/.well-known/openid-configuration"), new Uri(endpoint, "/.well-known/oauth-authorization-server")],
    };

    private static ServerMetadata? Read(JsonElement json, bool isSuccess) =>
        !isSuccess ? TokenAnswerReader.Text(json, "error_description") is { } words ? new ServerMetadata { Refusal = words } : null
        : new ServerMetadata
        {
            Issuer = TokenAnswerReader.Text(json, "issuer"),
            AuthorizationEndpoint = TokenAnswerReader.Text(json, "authorization_endpoint"),
            TokenEndpoint = TokenAnswerReader.Text(json, "token_endpoint"),
            NamesItself = json.TryGetProperty("authorization_response_iss_parameter_supported", out var promised) && promised.ValueKind == JsonValueKind.True,
        };

    [GeneratedRegex("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}
