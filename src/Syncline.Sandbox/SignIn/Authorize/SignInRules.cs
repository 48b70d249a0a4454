using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using Syncline.Sandbox.SignIn.Requests;

namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>Whether a person may sign in to an app at all, and what is asked of them besides their name.</summary>
internal sealed class SignInRules(Tenants tenants, Sessions sessions, SandboxControls controls, StandingOrders orders)
{
    /// <returns>Null when they may.</returns>
    public Refusal? Check(SandboxUser user, SandboxApp app, string tenantName, RequestedScopes scopes)
    {
        if ((controls.TakeSignInFailure() ?? orders.RefusalOf(user.UserName) ?? orders.RefusalOf(app)) is { } ordered)
        {
            return Refusal.Ordered(ordered);
        }

        var home = tenants.Of(user);
        var isStranger = tenants.Named(tenantName) is { } asked ? asked != home : home != tenants.Home && !app.IsMultiTenant;
        if (isStranger)
        {
            return Page(EntraErrors.UserOfAnotherTenant(
                user.UserName, JsonWebTokensIssuer(home), tenants.NamedOrHome(tenantName).Name, app.Id, app.Name));
        }

        if (home != tenants.Home && scopes.Resource is not null)
        {
            return new Refusal(EntraErrors.ResourceNotFound(scopes.Resource, home.Name), RefusalWay.ToApp);
        }

        return
            user.Trouble == Trouble.AccountDisabled ? Page(EntraErrors.AccountDisabled())
            : user.Trouble == Trouble.ConditionalAccess ? Page(EntraErrors.ConditionalAccess())
            : user.Trouble == Trouble.AssignmentMissing || app.Trouble == Trouble.AssignmentMissing ? Page(EntraErrors.AssignmentMissing(app.Id, app.Name))
            : null;
    }

    /// <summary>Why a second factor is asked for; null when it is not.</summary>
    public EntraError? SecondFactor(SandboxUser user, RequestedClaims claims) =>
        claims.WantsStepUp || orders.DemandsClaims(user.UserName) ? EntraErrors.MultiFactorRequired()
        : sessions.HasVerified(user.UserName) ? null
        : user.Trouble == Trouble.MultiFactorRequired ? EntraErrors.MultiFactorRequired()
        : user.Trouble == Trouble.MultiFactorEnrolment ? EntraErrors.MultiFactorEnrolment()
        : null;

    /// <summary>Whether only an administrator may consent, and none has.</summary>
    public bool NeedsAdministrator(SandboxUser user, SandboxApp app) =>
        !sessions.IsConsentedForAll(app.Id) && (user.Trouble == Trouble.AdminConsentNeeded || app.Trouble == Trouble.AdminConsentNeeded);

    private static Refusal Page(EntraError error) => new(error, RefusalWay.PageFirst);

    private static string JsonWebTokensIssuer(SandboxTenant tenant) => Tokens.JsonWebTokens.AccessTokenIssuer(tenant.Id);
}
