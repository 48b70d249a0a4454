using System.Security.Cryptography.X509Certificates;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.OAuth.Settings;

/// <summary>
/// One client at one authorization server, as the user gave it. The addresses are the user's own, so that any cloud, version and
/// server works. Texts are checked by <see cref="Validate"/>, which every flow calls first.
/// </summary>
public sealed record OAuthClientSettings
{
    /// <summary>Name of the saved connection; used in messages and advice.</summary>
    public required string ConnectionName { get; init; }

    /// <summary>What the person signs in to, for the page in the browser; default: the connection's name.</summary>
    public string? SystemName { get; init; }

    /// <summary>How tokens are had. Default: authorization code.</summary>
    public GrantType GrantType { get; init; } = GrantType.AuthorizationCode;

    /// <summary>Authorization endpoint (RFC 6749 section 3.1), https except on loopback; needed by the authorization code grant.</summary>
    public string? AuthorizationUrl { get; init; }

    /// <summary>Token endpoint (RFC 6749 section 3.2), https except on loopback.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>
    /// Device authorization endpoint (RFC 8628 section 3.1); default: the token endpoint's address with <c>devicecode</c> as its last segment.
    /// </summary>
    public string? DeviceAuthorizationUrl { get; init; }

    /// <summary>Client id.</summary>
    public string? ClientId { get; init; }

    /// <summary>Client secret; null for a public app.</summary>
    public Secret? ClientSecret { get; init; }

    /// <summary>Certificate with its private key, sent as <c>private_key_jwt</c> (RFC 7523); null for none. The caller keeps owning it.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>
    /// Loopback redirect URI (RFC 8252 section 7.3). Without a port a free one is taken; with a port exactly that is listened on.
    /// Default: <c>http://localhost</c>.
    /// </summary>
    public string RedirectUrl { get; init; } = "http://localhost";

    /// <summary>Scopes, separated by blanks; null or empty to send none.</summary>
    public string? Scope { get; init; }

    /// <summary>Resource for endpoints of version 1 and AD FS, which take <c>resource=</c>; null to send none.</summary>
    public string? Resource { get; init; }

    /// <summary>
    /// Issuer that the redirect must name in <c>iss</c> (RFC 9207); set it where the server's metadata promises that parameter.
    /// Null: not checked.
    /// </summary>
    public string? ExpectedIssuer { get; init; }

    /// <summary>How long a person has for signing in, from one second to one hour. Default: five minutes.</summary>
    public TimeSpan TimeAllowed { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Checks all options at once.</summary>
    /// <exception cref="ConfigurationException">The first mistake; the further ones are in <see cref="ErrorDetail.Others"/>. Each names its option.</exception>
    public void Validate() => OAuthClient.Of(this);
}
