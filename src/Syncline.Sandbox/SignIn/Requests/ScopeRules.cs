using Syncline.Sandbox.SignIn.Errors;

namespace Syncline.Sandbox.SignIn.Requests;

/// <summary>Reads scopes against what a tenant knows: the site belongs to the home tenant alone.</summary>
internal sealed class ScopeRules(SandboxAddresses addresses, Tenants tenants)
{
    /// <param name="scope">The <c>scope</c> parameter.</param>
    /// <param name="tenantName">The tenant segment of the address.</param>
    /// <param name="app">The asking app in messages.</param>
    /// <param name="error">What is wrong when the answer is null.</param>
    public RequestedScopes? Parse(string scope, string tenantName, string app, out EntraError? error)
    {
        var tenant = tenants.NamedOrHome(tenantName);
        return RequestedScopes.Parse(scope, tenant == tenants.Home ? addresses.Site : "", tenant.Name, app, out error);
    }
}
