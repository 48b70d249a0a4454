using Syncline.Sandbox.SignIn.Errors;

namespace Syncline.Sandbox.SignIn.Requests;

/// <summary>A <c>scope</c> parameter taken apart: the standard scopes, and what is asked of the site.</summary>
/// <param name="Standard">Those of openid, profile, email and offline_access that were asked for.</param>
/// <param name="Resource">The site as the request wrote it (its trailing slashes stand in the token's <c>aud</c>); null when only standard scopes were asked.</param>
/// <param name="Permission"><c>user_impersonation</c> or <c>.default</c>; null without a resource.</param>
internal sealed record RequestedScopes(IReadOnlyList<string> Standard, string? Resource, string? Permission)
{
    private const string UserImpersonation = "user_impersonation";
    private const string Default = ".default";

    private static readonly string[] StandardScopes = ["openid", "profile", "email", "offline_access"];

    public bool Offline => Has("offline_access");

    /// <summary>The <c>scope</c> of the token answer: the permissions granted on the resource, spelled as the request spelled them.</summary>
    public string Granted => Resource is null
        ? string.Join(' ', Standard)
        : Permission == Default ? $"{Resource}/{UserImpersonation} {Resource}/{Default}" : $"{Resource}/{UserImpersonation}";

    /// <summary>Whether one of the standard scopes was asked for.</summary>
    public bool Has(string scope) => Standard.Contains(scope, StringComparer.Ordinal);

    /// <summary>Reads a scope parameter.</summary>
    /// <param name="scope">The parameter, its scopes parted by spaces.</param>
    /// <param name="site">The site, without a trailing slash.</param>
    /// <param name="tenant">Name of the directory in messages.</param>
    /// <param name="app">The asking app in messages.</param>
    /// <param name="error">What is wrong when the answer is null.</param>
    public static RequestedScopes? Parse(string scope, string site, string tenant, string app, out EntraError? error)
    {
        var standard = new List<string>();
        string? resource = null;
        string? permission = null;
        foreach (var item in scope.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (StandardScopes.Contains(item))
            {
                standard.Add(item);
                continue;
            }

            var slash = item.LastIndexOf('/');
            if (slash <= 0 || !item.Contains("://", StringComparison.Ordinal) || !Uri.TryCreate(item, UriKind.Absolute, out _))
            {
                error = EntraErrors.ScopeInvalid(item);
                return null;
            }

            var (itsResource, itsPermission) = (item[..slash], item[(slash + 1)..]);
            error = !IsSite(itsResource, site) ? EntraErrors.ResourceNotFound(itsResource, tenant)
                : itsPermission.Length == 0 ? EntraErrors.ScopeInvalid(item)
                : itsPermission is not (UserImpersonation or Default) ? EntraErrors.ScopeNotOnResource(app, itsPermission, itsResource)
                : resource is not null && !resource.Equals(itsResource, StringComparison.Ordinal) ? EntraErrors.SeveralResources(scope)
                : permission is not null && permission != itsPermission ? EntraErrors.ScopeInvalid(scope)
                : null;
            if (error is not null)
            {
                return null;
            }

            (resource, permission) = (itsResource, itsPermission);
        }

        error = standard.Count == 0 && resource is null ? EntraErrors.ScopeInvalid(scope) : null;
        return error is null ? new RequestedScopes(standard, resource, permission) : null;
    }

    /// <summary>Whether an audience is the site, with or without trailing slashes.</summary>
    public static bool IsSite(string audience, string site) => audience.AsSpan().TrimEnd('/').Equals(site, StringComparison.OrdinalIgnoreCase);
}
