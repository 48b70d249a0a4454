using System.Text.RegularExpressions;

namespace Syncline.Connectors.Dataverse.Addresses;

/// <summary>
/// The OAuth endpoints that a site's sign-in goes to: of a tenant in the cloud that the site belongs to
/// (https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud), or those that the site itself names.
/// </summary>
internal sealed partial record SignInEndpoints(string AuthorizationUrl, string TokenUrl)
{
    private static readonly (string Suffix, string Authority)[] Clouds =
    [
        (".dynamics.us", "login.microsoftonline.us"),
        (".microsoftdynamics.us", "login.microsoftonline.us"),
        (".appsplatform.us", "login.microsoftonline.us"),
        (".dynamics.cn", "login.partner.microsoftonline.cn"),
        (".microsoftdynamics.de", "login.microsoftonline.de"),
    ];

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
        return Version2($"https://{authority ?? "login.microsoftonline.com"}", text);
    }

    /// <summary>
    /// The endpoints behind the <c>authorization_uri</c> of a site's challenge: version 2 of Entra, which every tenant has, though the challenge names
    /// version 1; AD FS as it stands. Null when the address has neither shape.
    /// </summary>
    public static SignInEndpoints? OfChallenge(Uri authorizationUri)
    {
        // The older name of the same service, which old sites still send.
        var origin = authorizationUri.Host == "login.windows.net" ? "https://login.microsoftonline.com" : authorizationUri.GetLeftPart(UriPartial.Authority);
        return authorizationUri.AbsolutePath.Trim('/').Split('/') switch
        {
            [var adfs, ..] when adfs.Equals("adfs", StringComparison.OrdinalIgnoreCase) =>
                new SignInEndpoints($"{origin}/{adfs}/oauth2/authorize", $"{origin}/{adfs}/oauth2/token"),

            // An app that takes accounts of any organisation signs in at "organizations"; "common" would offer private accounts, which no site takes.
            ["common", "oauth2", ..] => Version2(origin, "organizations"),
            [{ Length: > 0 } tenant, "oauth2", .., "authorize"] => Version2(origin, tenant),
            _ => null,
        };
    }

    /// <summary>
    /// Whether a token endpoint takes the site's address as <c>resource</c> instead of within the scope: version 1 of Entra, and AD FS
    /// (https://learn.microsoft.com/entra/identity-platform/v1-protocols-oauth-code).
    /// </summary>
    public static bool TakesResource(string? tokenUrl) =>
        Uri.TryCreate(tokenUrl, UriKind.Absolute, out var address) && address.AbsolutePath.TrimEnd('/').Split('/') is ["", _, "oauth2", "token"];

    private static SignInEndpoints Version2(string origin, string tenant) =>
        new($"{origin}/{tenant}/oauth2/v2.0/authorize", $"{origin}/{tenant}/oauth2/v2.0/token");

    /// <summary>Labels of letters, digits and hyphens (RFC 1123 section 2.1), at least two of them, the last not a number.</summary>
    [GeneratedRegex(
        @"^(?=.{4,253}\z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Domain();
}
