using System.Security.Cryptography.X509Certificates;
using Syncline.Core.Connectors;

namespace Syncline.OAuth.Settings;

/// <summary><see cref="OAuthClientSettings"/> after validation: parsed once, used by every flow.</summary>
internal sealed record OAuthClient
{
    public required string ConnectionName { get; init; }
    public required string SystemName { get; init; }
    public required GrantType GrantType { get; init; }

    /// <summary>Null unless the grant is authorization code.</summary>
    public required Uri? AuthorizationEndpoint { get; init; }
    public required Uri TokenEndpoint { get; init; }

    /// <summary>Null unless the grant is device code.</summary>
    public required Uri? DeviceAuthorizationEndpoint { get; init; }
    public required string ClientId { get; init; }
    public required Secret? ClientSecret { get; init; }
    public required X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Null unless the grant is authorization code.</summary>
    public required RedirectAddress? Redirect { get; init; }
    public required string? Scope { get; init; }
    public required string? Resource { get; init; }
    public required string? ExpectedIssuer { get; init; }
    public required TimeSpan TimeAllowed { get; init; }

    /// <exception cref="Core.Errors.ConfigurationException">A setting is missing or wrong.</exception>
    public static OAuthClient Of(OAuthClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var check = new SettingsCheck();
        var withPerson = settings.GrantType == GrantType.AuthorizationCode;
        var authorization = withPerson ? check.Endpoint(settings.AuthorizationUrl, OptionName.AuthorizationUrl, "Authorization URL") : null;
        var token = check.Endpoint(settings.TokenUrl, OptionName.TokenUrl, "Token URL");
        var device = settings.GrantType != GrantType.DeviceCode ? null
            : settings.DeviceAuthorizationUrl is null ? token is null ? null : DeviceEndpointBeside(token)
            : check.Endpoint(settings.DeviceAuthorizationUrl, OptionName.TokenUrl, "device authorization URL");
        var redirect = withPerson ? check.Redirect(settings.RedirectUrl) : null;
        var clientId = check.ClientId(settings.ClientId);
        var scope = check.Scope(settings.Scope);
        check.Credentials(settings);
        check.TimeAllowed(settings.TimeAllowed);
        check.ThrowIfAny();
        return new OAuthClient
        {
            ConnectionName = settings.ConnectionName,
            SystemName = settings.SystemName ?? settings.ConnectionName,
            GrantType = settings.GrantType,
            AuthorizationEndpoint = authorization,
            TokenEndpoint = token!,
            DeviceAuthorizationEndpoint = device,
            ClientId = clientId!,
            ClientSecret = string.IsNullOrEmpty(settings.ClientSecret?.Reveal()) ? null : settings.ClientSecret,
            ClientCertificate = settings.ClientCertificate,
            Redirect = redirect,
            Scope = scope,
            Resource = string.IsNullOrWhiteSpace(settings.Resource) ? null : settings.Resource.Trim(),
            ExpectedIssuer = string.IsNullOrWhiteSpace(settings.ExpectedIssuer) ? null : settings.ExpectedIssuer.Trim(),
            TimeAllowed = settings.TimeAllowed,
        };
    }

    private static Uri DeviceEndpointBeside(Uri tokenEndpoint)
    {
        var address = new UriBuilder(tokenEndpoint);
        address.Path = address.Path.TrimEnd('/')[..(address.Path.TrimEnd('/').LastIndexOf('/') + 1)] + "devicecode";
        return address.Uri;
    }
}
