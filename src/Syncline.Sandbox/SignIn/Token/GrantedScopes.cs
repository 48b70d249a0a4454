using System.Security.Claims;
using OpenIddict.Abstractions;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Reads back what was granted at the sign-in.</summary>
internal static class GrantedScopes
{
    public static RequestedScopes Of(ClaimsPrincipal principal, SandboxAddresses addresses, Tenants tenants) =>
        RequestedScopes.Parse(principal.GetClaim(SandboxClaims.Scope)!, addresses.Site, tenants.Home.Name, "", out _)
        ?? throw new InvalidOperationException("A granted scope can't be read back.");
}
