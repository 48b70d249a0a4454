using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Admission;
using Syncline.Sandbox.SignIn.Device;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Makes each token that OpenIddict asks for: opaque handles for codes and refresh tokens, JWTs in Entra's shapes for the others.</summary>
internal sealed class MakeToken(GrantStore grants, JsonWebTokens tokens, People people, SandboxAddresses addresses, Tenants tenants, Apps apps, DeviceSignIns devices, SiteAdmission admission, TimeProvider time)
    : IOpenIddictServerHandler<GenerateTokenContext>
{
    public ValueTask HandleAsync(GenerateTokenContext context)
    {
        var principal = context.Principal;
        var expiresAt = principal.GetExpirationDate() ?? throw new InvalidOperationException($"A token of type '{context.TokenType}' has no expiry.");
        context.Token = context.TokenType switch
        {
            TokenTypeIdentifiers.Private.AuthorizationCode => Keep(GrantPrefix.Code, principal, expiresAt, context.TokenType),
            TokenTypeIdentifiers.RefreshToken => Keep(GrantPrefix.RefreshToken, principal, expiresAt, context.TokenType),
            TokenTypeIdentifiers.Private.DeviceCode => Wait(context, principal),
            TokenTypeIdentifiers.Private.UserCode => SignInTransaction.Of(context.Transaction).Device!.UserCode,
            TokenTypeIdentifiers.AccessToken => AccessToken(context, principal, expiresAt),
            TokenTypeIdentifiers.IdentityToken =>
                tokens.IdToken(App(principal), User(principal)!, Scopes(context, principal), principal.GetClaim(SandboxClaims.Nonce), Facts(context, principal, expiresAt)),
            var other => throw new InvalidOperationException($"The sandbox makes no token of type '{other}'."),
        };
        return ValueTask.CompletedTask;
    }

    private string AccessToken(GenerateTokenContext context, ClaimsPrincipal principal, DateTimeOffset expiresAt)
    {
        var (app, user) = (App(principal), User(principal));
        if ((user is null ? app.Trouble : user.Trouble)?.IsOnSite() ?? false)
        {
            admission.Watch();
        }

        return tokens.AccessToken(app, user, Scopes(context, principal), Facts(context, principal, expiresAt));
    }

    private string Keep(string prefix, ClaimsPrincipal principal, DateTimeOffset expiresAt, string type)
    {
        var kept = principal.Clone();
        kept.SetTokenType(type);
        return grants.Add(prefix, new Grant(Family(kept), kept, kept.GetClaim(SandboxClaims.UserName)!, time.GetUtcNow(), expiresAt));
    }

    private string Wait(GenerateTokenContext context, ClaimsPrincipal principal)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var (deviceCode, device) = devices.Add(transaction.App!, transaction.Scope!, transaction.Shape);
        device.Principal = principal.Clone().SetTokenType(context.TokenType);
        transaction.Device = device;
        return deviceCode;
    }

    private SandboxApp App(ClaimsPrincipal principal) => apps.Find(principal.GetClaim(SandboxClaims.App))!;

    private SandboxUser? User(ClaimsPrincipal principal) =>
        principal.GetClaim(SandboxClaims.UserName) is { } name ? people.Find(name) : null;

    // A token request may name the scope again and thereby spell the audience another way.
    private RequestedScopes Scopes(GenerateTokenContext context, ClaimsPrincipal principal) =>
        SignInTransaction.Of(context.Transaction).Scopes is { Resource: not null } asked ? asked : GrantedScopes.Of(principal, addresses, tenants);

    private static TokenFacts Facts(GenerateTokenContext context, ClaimsPrincipal principal, DateTimeOffset expiresAt)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        return new TokenFacts(Family(principal), expiresAt, transaction.Shape)
        {
            HasMultiFactor = principal.HasClaim(SandboxClaims.MultiFactor, SandboxClaims.Yes),
            Context = principal.GetClaim(SandboxClaims.Context),
            ByCertificate = !string.IsNullOrEmpty(transaction.ClientAssertion.Assertion),
        };
    }

    private static Guid Family(ClaimsPrincipal principal) => Guid.Parse(principal.GetClaim(SandboxClaims.Family)!);
}
