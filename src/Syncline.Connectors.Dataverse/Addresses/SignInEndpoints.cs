using System.Text.RegularExpressions;

namespace Syncline.Connectors.Dataverse.Addresses;

/// <summary>
/// The OAuth endpoints (v2) of a tenant in the cloud that the site belongs to
/// (https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud).
/// </summary>
internal sealed partial record SignInEndpoints
{
    private static readonly (string Suffix, string Authority)[] Clouds =
    [
        (".dynamics.us", "login.microsoftonline.us"),
        (".microsoftdynamics.us", "login.microsoftonline.us"),
        (".appsplatform.us", "login.microsoftonline.us"),
        (".dynamics.cn", "login.partner.microsoftonline.cn"),
    ];

    private SignInEndpoints(string authority, string tenant)
    {
        AuthorizationUrl = $"https://{authority}/{tenant}/oauth2/v2.0/authorize";
        TokenUrl = $"https://{authority}/{tenant}/oauth2/v2.0/token";
    }

    public string AuthorizationUrl { get; }

    public string TokenUrl { get; }

    /// <summary>The endpoints of a tenant; null when the text is neither a tenant id nor a domain.</summary>
    /// <param name="tenant">Tenant id, domain, or <c>organizations</c> or <c>common</c> for an app of many tenants.</param>
    /// <param name="siteHost">Host of the site, which tells the cloud; the worldwide one when it is null or in none of Microsoft's own clouds.</param>
    public static SignInEndpoints? Of(string tenant, string? siteHost)
    {
        var text = tenant.Trim();
        if (text is not ("organizations" or "common") && !Guid.TryParseExact(text, "D", out _) && !Domain().IsMatch(text))
        {
            return null;
        }

        var authority = Array.Find(Clouds, cloud => siteHost?.EndsWith(cloud.Suffix, StringComparison.OrdinalIgnoreCase) == true).Authority;
        return new SignInEndpoints(authority ?? "login.microsoftonline.com", text);
    }

    /// <summary>Labels of letters, digits and hyphens (RFC 1123 section 2.1), at least two of them, the last not a number.</summary>
    [GeneratedRegex(
        @"^(?=.{4,253}\z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Domain();
}
