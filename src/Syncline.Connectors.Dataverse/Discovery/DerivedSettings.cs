using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Core.Connectors;
using Syncline.OAuth.Settings;

namespace Syncline.Connectors.Dataverse.Discovery;

/// <summary>
/// What follows from the settings of a connection without asking anybody. What can't be derived yet, because the URL or the tenant is missing or
/// wrong, is null.
/// </summary>
/// <param name="Addresses">The site.</param>
/// <param name="AuthorizationUrl">As given, or of the tenant.</param>
/// <param name="TokenUrl">As given, or of the tenant.</param>
/// <param name="Scope">As given, or as the site, the grant and the endpoint want it; null also where none is sent.</param>
/// <param name="Resource">The site, for endpoints that take it apart from the scope.</param>
internal sealed record DerivedSettings(SiteAddresses? Addresses, string? AuthorizationUrl, string? TokenUrl, string? Scope, string? Resource)
{
    /// <summary>Derives.</summary>
    public static DerivedSettings From(ConnectionSettings settings)
    {
        _ = SiteAddresses.TryParse(settings.Get(DataverseOptions.Url), out var addresses, out _);
        var endpoints = settings.Get(DataverseOptions.Tenant) is { } tenant ? SignInEndpoints.Of(tenant, addresses?.Site.Host) : null;
        var method = settings.Get(DataverseOptions.AuthenticationMethod);
        if (!AuthenticationMethods.WithApp.Contains(method, StringComparer.Ordinal))
        {
            var scope = method == AuthenticationMethods.TokenCommand ? null : addresses?.ApplicationScope;
            return new DerivedSettings(addresses, AuthorizationUrl: null, TokenUrl: null, scope, Resource: null);
        }

        var tokenUrl = settings.Get(DataverseOptions.TokenUrl) ?? endpoints?.TokenUrl;
        var isApp = settings.Get(DataverseOptions.GrantType) == GrantTypes.ClientCredentials;
        var takesResource = SignInEndpoints.TakesResource(tokenUrl);
        return new DerivedSettings(
            addresses,
            settings.Get(DataverseOptions.AuthorizationUrl) ?? endpoints?.AuthorizationUrl,
            tokenUrl,
            settings.Get(DataverseOptions.Scope) ?? (takesResource ? isApp ? null : "openid" : isApp ? addresses?.ApplicationScope : addresses?.UserScope),
            takesResource ? addresses?.Site.AbsoluteUri : null);
    }

    /// <summary>As facts to show.</summary>
    public IEnumerable<SettingsFact> Facts(ConnectorDescriptor descriptor, ConnectionSettings settings)
    {
        if (Addresses is null)
        {
            yield break;
        }

        yield return new SettingsFact("Site", Addresses.Origin);
        yield return new SettingsFact("Web API", Addresses.WebApi.AbsoluteUri);
        yield return new SettingsFact("Organization Service", Addresses.OrganizationService.AbsoluteUri);
        if (settings.Get(DataverseOptions.AuthenticationMethod) == AuthenticationMethods.QuickStart)
        {
            yield return new SettingsFact(DataverseOptions.ClientId.Label, $"{AuthenticationMethods.QuickStartClientId} (Microsoft's sample app, for development only)");
        }

        foreach (var (option, value) in new[]
        {
            (DataverseOptions.AuthorizationUrl, AuthorizationUrl), (DataverseOptions.TokenUrl, TokenUrl), (DataverseOptions.Scope, Scope),
        })
        {
            if (value is not null && settings.Get(option) is null && descriptor.IsVisible(option, settings))
            {
                yield return new SettingsFact(option.Label, value, option.Name);
            }
        }

        if (Resource is not null)
        {
            yield return new SettingsFact("Resource", Resource);
        }
    }
}
