using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Entra's checks of a token request, before OpenIddict's own: parameters, app, credential, scope.</summary>
internal sealed class CheckTokenRequest(Apps apps, Tenants tenants, ScopeRules scopeRules, ClientAssertions assertions, SandboxControls controls, StandingOrders orders)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var tenantName = SignInTransaction.Http(context.Transaction).Request.Path.Value!.Split('/', 3)[1];
        var error = controls.TakeTokenFailure() ?? CheckGrant(context.Request) ?? CheckApp(context.Request, transaction, tenants.NamedOrHome(tenantName))
            ?? transaction.Mistake ?? CheckScope(context.Request, transaction, tenantName) ?? CheckPolicy(context.Request, transaction);
        if (error is not null)
        {
            SignInTransaction.Refuse(context, error);
        }

        return ValueTask.CompletedTask;
    }

    private static EntraError? CheckGrant(OpenIddictRequest request) => request.GrantType switch
    {
        null or "" => EntraErrors.MissingParameter("grant_type"),
        "authorization_code" when string.IsNullOrEmpty(request.ClientId) => EntraErrors.MissingParameter("client_id"),
        "authorization_code" when string.IsNullOrEmpty(request.Code) => EntraErrors.MissingParameter("code"),
        "authorization_code" when string.IsNullOrEmpty(request.RedirectUri) => EntraErrors.MissingParameter("redirect_uri"),
        "refresh_token" when string.IsNullOrEmpty(request.RefreshToken) => EntraErrors.MissingParameter("refresh_token"),
        OpenIddictConstants.GrantTypes.DeviceCode when string.IsNullOrEmpty(request.DeviceCode) => EntraErrors.MissingParameter("device_code"),
        "authorization_code" or "refresh_token" or "client_credentials" or OpenIddictConstants.GrantTypes.DeviceCode =>
            string.IsNullOrEmpty(request.ClientId) ? EntraErrors.MissingParameter("client_id") : null,
        var grant => EntraErrors.UnsupportedGrant(grant),
    };

    private EntraError? CheckApp(OpenIddictRequest request, SignInTransaction transaction, SandboxTenant tenant)
    {
        if (apps.Find(request.ClientId) is not { } app || (tenant != tenants.Home && !app.IsMultiTenant))
        {
            return EntraErrors.AppNotFound(request.ClientId!, tenant.Name);
        }

        transaction.App = app;
        return orders.RefusalOf(app) ?? CheckCredential(request, app, transaction.ClientAssertion);
    }

    private EntraError? CheckCredential(OpenIddictRequest request, SandboxApp app, (string? Assertion, string? Type) given)
    {
        var hasAssertion = !string.IsNullOrEmpty(given.Assertion);
        var hasCredential = hasAssertion || !string.IsNullOrEmpty(request.ClientSecret);
        var isConfidential = apps.IsConfidential(app);
        return
            !isConfidential && hasCredential ? EntraErrors.SecretForPublicApp()
            : !hasCredential && request.IsClientCredentialsGrantType() ? EntraErrors.CredentialMissing()
            : !isConfidential ? null
            : !hasCredential ? EntraErrors.SecretMissing()
            : hasAssertion ? assertions.Check(app, given.Assertion!, given.Type)
            : !Apps.HasSecret(app, request.ClientSecret!) ? EntraErrors.WrongSecret(app.Id)
            : app.Trouble == Trouble.SecretExpired ? EntraErrors.SecretExpired(app.Id)
            : null;
    }

    // A person is known by their refresh token alone here, which is read later: see ReadGrant. An app that acts for itself has no second factor.
    private static EntraError? CheckPolicy(OpenIddictRequest request, SignInTransaction transaction) =>
        request.IsClientCredentialsGrantType() && transaction.Claims.WantsStepUp ? EntraErrors.MultiFactorRequired() with { Claims = RequestedClaims.StepUp } : null;

    private EntraError? CheckScope(OpenIddictRequest request, SignInTransaction transaction, string tenantName)
    {
        var ownName = request.IsClientCredentialsGrantType();
        if (string.IsNullOrWhiteSpace(transaction.Scope))
        {
            return ownName ? EntraErrors.MissingParameter(transaction.Shape == EndpointShape.Version2 ? "scope" : "resource") : null;
        }

        if (ownName && !transaction.Scope.Trim().EndsWith("/.default", StringComparison.Ordinal))
        {
            return EntraErrors.ScopeNeedsDefault(transaction.Scope);
        }

        transaction.Scopes = scopeRules.Parse(transaction.Scope, tenantName, transaction.App!.Id.ToString(), out var error);
        return error;
    }
}
