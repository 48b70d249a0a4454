using Syncline.OAuth.Settings;

namespace Syncline.OAuth.Errors;

/// <summary>What can be told from an Entra endpoint's address: <c>https://HOST/TENANT/oauth2/…</c>.</summary>
internal static class EntraAddress
{
    /// <summary>Tenant id, domain, or an alias such as <c>organizations</c>; null when the address has another shape.</summary>
    public static string? Tenant(Uri endpoint) =>
        endpoint.AbsolutePath.Split('/') is ["", { Length: > 0 } tenant, "oauth2", ..] && !tenant.Equals("adfs", StringComparison.OrdinalIgnoreCase)
            ? Uri.UnescapeDataString(tenant)
            : null;

    /// <summary>Whether this is a token endpoint of Entra's version 2, where the scope names the resource.</summary>
    public static bool IsVersion2(Uri tokenEndpoint) =>
        tokenEndpoint.AbsolutePath.TrimEnd('/').Split('/') is ["", { Length: > 0 }, "oauth2", "v2.0", "token"];

    /// <summary>Page on which an administrator allows this app for everybody, or where to find it.</summary>
    public static string AdminConsent(OAuthClient client)
    {
        var endpoint = client.AuthorizationEndpoint ?? client.TokenEndpoint;
        return Tenant(endpoint) is { } tenant
            ? $"{endpoint.GetLeftPart(UriPartial.Authority)}/{Uri.EscapeDataString(tenant)}/adminconsent?client_id={Uri.EscapeDataString(client.ClientId)}"
            : "the app's page in the Azure portal › API permissions › Grant admin consent";
    }
}
