using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Takes the grant, once, and says whom the tokens are for. Everything was checked before.</summary>
internal sealed class GiveTokens(GrantStore grants) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        if (context.Request.IsClientCredentialsGrantType())
        {
            var app = transaction.App!;
            var identity = new ClaimsIdentity("Sandbox");
            identity.SetClaim(OpenIddictConstants.Claims.Subject, Apps.ServicePrincipal(app).ToString());
            identity.SetClaim(SandboxClaims.App, app.Id.ToString());
            identity.SetClaim(SandboxClaims.Family, Guid.NewGuid().ToString());
            identity.SetClaim(SandboxClaims.Scope, transaction.Scope);
            identity.SetDestinations(static _ => SandboxClaims.Everywhere);
            context.SignIn(new ClaimsPrincipal(identity));
            return ValueTask.CompletedTask;
        }

        var grant = transaction.Grant!;
        var isKept = transaction.Shape == EndpointShape.AdFs && context.Request.IsRefreshTokenGrantType();
        if (!isKept && !grant.TryRedeem())
        {
            // Lost the race against another request with the same grant.
            if (context.Request.IsAuthorizationCodeGrantType())
            {
                grants.RevokeFamily(grant.Family);
                SignInTransaction.Refuse(context, EntraErrors.CodeRedeemed());
            }
            else
            {
                SignInTransaction.Refuse(context, EntraErrors.GrantInvalid());
            }

            return ValueTask.CompletedTask;
        }

        var principal = grant.Principal.Clone();
        if (transaction.Claims.WantsStepUp)
        {
            // ReadGrant let it through, so the second factor was given at the sign-in.
            principal.SetClaim(SandboxClaims.Context, RequestedClaims.Context).SetDestinations(static _ => SandboxClaims.Everywhere);
        }

        context.SignIn(principal);
        return ValueTask.CompletedTask;
    }
}
