namespace Syncline.Sandbox;

/// <summary>Where a running sandbox answers. All addresses use the host name <c>localhost</c>; 127.0.0.1 and [::1] answer on the same port.</summary>
/// <param name="Site">The Dynamics 365 site, without a trailing slash: <c>http://localhost:PORT</c>.</param>
/// <param name="WebApi">Root of the Web API, with a trailing slash.</param>
/// <param name="OrganizationService">Address of the SOAP Organization Service.</param>
/// <param name="Tenant">Directory (tenant) id.</param>
/// <param name="AuthorizationUrl">OAuth authorization endpoint (RFC 6749 section 3.1).</param>
/// <param name="TokenUrl">OAuth token endpoint (RFC 6749 section 3.2).</param>
public sealed record SandboxAddresses(
    string Site,
    string WebApi,
    string OrganizationService,
    Guid Tenant,
    string AuthorizationUrl,
    string TokenUrl)
{
    internal static SandboxAddresses For(string site, Guid tenant) => new(
        site,
        $"{site}/api/data/v9.2/",
        $"{site}/XRMServices/2011/Organization.svc/web",
        tenant,
        $"{site}/{tenant}/oauth2/v2.0/authorize",
        $"{site}/{tenant}/oauth2/v2.0/token");
}
