using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Entra's checks of a token request, before OpenIddict's own: parameters, app, credential, scope.</summary>
internal sealed class CheckTokenRequest(Apps apps, Tenants tenants, SandboxAddresses addresses, SandboxControls controls)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        if ((controls.TakeTokenFailure() ?? CheckGrant(context.Request) ?? CheckApp(context.Request, transaction) ?? CheckScope(context.Request, transaction))
            is { } error)
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

    private EntraError? CheckApp(OpenIddictRequest request, SignInTransaction transaction)
    {
        if (apps.Find(request.ClientId) is not { } app)
        {
            return EntraErrors.AppNotFound(request.ClientId!, tenants.DisplayName);
        }

        transaction.App = app;
        return CheckCredential(request, app);
    }

    private static EntraError? CheckCredential(OpenIddictRequest request, SandboxApp app)
    {
        var hasSecret = !string.IsNullOrEmpty(request.ClientSecret);
        var hasCredential = hasSecret || !string.IsNullOrEmpty(request.ClientAssertion);
        return
            app.Secret is null && hasCredential ? EntraErrors.SecretForPublicApp()
            : !hasCredential && request.IsClientCredentialsGrantType() ? EntraErrors.CredentialMissing()
            : app.Secret is null ? null
            : !hasCredential ? EntraErrors.SecretMissing()
            : !hasSecret || !Apps.HasSecret(app, request.ClientSecret!) ? EntraErrors.WrongSecret(app.Id)
            : null;
    }

    private EntraError? CheckScope(OpenIddictRequest request, SignInTransaction transaction)
    {
        var ownName = request.IsClientCredentialsGrantType();
        if (string.IsNullOrWhiteSpace(transaction.Scope))
        {
            return ownName ? EntraErrors.MissingParameter(transaction.IsVersion1 ? "resource" : "scope") : null;
        }

        if (ownName && !transaction.Scope.Trim().EndsWith("/.default", StringComparison.Ordinal))
        {
            return EntraErrors.ScopeNeedsDefault(transaction.Scope);
        }

        transaction.Scopes = RequestedScopes.Parse(
            transaction.Scope, addresses.Site, tenants.DisplayName, transaction.App!.Id.ToString(), out var error);
        return error;
    }
}
