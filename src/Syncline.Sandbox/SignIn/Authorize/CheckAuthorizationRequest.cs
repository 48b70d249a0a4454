using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>
/// Entra's checks of an authorization request, before OpenIddict's own. Nothing is sent to a redirect URI until app and URI are known to belong together.
/// </summary>
internal sealed class CheckAuthorizationRequest(Apps apps, Tenants tenants, ScopeRules scopeRules) : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    private static readonly string[] ResponseTypes = ["code", "id_token", "token", "none"];
    private static readonly string[] ResponseModes = ["query", "fragment", "form_post"];
    private static readonly string[] Prompts = ["login", "none", "consent", "select_account"];

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var tenantName = SignInTransaction.Http(context.Transaction).Request.Path.Value!.Split('/', 3)[1];
        var error = CheckApp(context, transaction, tenants.NamedOrHome(tenantName)) ?? CheckAnswer(context.Request, transaction)
            ?? transaction.Mistake ?? CheckWish(context.Request, transaction, tenantName);
        if (error is not null)
        {
            SignInTransaction.Refuse(context, error);
        }

        return ValueTask.CompletedTask;
    }

    private EntraError? CheckApp(ValidateAuthorizationRequestContext context, SignInTransaction transaction, SandboxTenant tenant)
    {
        var request = context.Request;
        if (string.IsNullOrEmpty(request.ClientId))
        {
            return EntraErrors.MissingParameter("client_id");
        }

        if (apps.Find(request.ClientId) is not { } app || (tenant != tenants.Home && !app.IsMultiTenant))
        {
            return EntraErrors.AppNotFound(request.ClientId, tenant.Name);
        }

        // Entra falls back on the one registered URI.
        var redirectUri = string.IsNullOrEmpty(request.RedirectUri) ? app.RedirectUri : request.RedirectUri;
        if (!RedirectUris.Match(app.RedirectUri, redirectUri))
        {
            return EntraErrors.RedirectNotRegistered(redirectUri, app.Id);
        }

        request.RedirectUri = redirectUri;
        context.SetRedirectUri(redirectUri);
        transaction.App = app;
        transaction.RedirectUri = redirectUri;
        return null;
    }

    private static EntraError? CheckAnswer(OpenIddictRequest request, SignInTransaction transaction)
    {
        if (!string.IsNullOrEmpty(request.ResponseMode) && !ResponseModes.Contains(request.ResponseMode))
        {
            // The asked mode can't carry the refusal.
            transaction.ResponseMode = null;
            return EntraErrors.UnsupportedValue("response_mode", request.ResponseMode);
        }

        return request.ResponseType switch
        {
            null or "" => EntraErrors.MissingParameter("response_type"),
            "code" => null,
            var type when type.Split(' ').All(ResponseTypes.Contains) => EntraErrors.ResponseTypeNotEnabled(type),
            var type => EntraErrors.ResponseTypeUnknown(type),
        };
    }

    private EntraError? CheckWish(OpenIddictRequest request, SignInTransaction transaction, string tenantName)
    {
        if (!string.IsNullOrEmpty(request.Prompt) && !request.Prompt.Split(' ').All(Prompts.Contains))
        {
            return EntraErrors.UnsupportedValue("prompt", request.Prompt);
        }

        if (request.CodeChallenge is { } challenge && challenge.Length is < 43 or > 128)
        {
            return EntraErrors.ChallengeSize();
        }

        if (request.CodeChallengeMethod is { Length: > 0 } method && method is not ("S256" or "plain"))
        {
            return EntraErrors.UnsupportedValue("code_challenge_method", method);
        }

        if (string.IsNullOrWhiteSpace(transaction.Scope))
        {
            return EntraErrors.MissingParameter(transaction.Shape == EndpointShape.Version2 ? "scope" : "resource");
        }

        transaction.Scopes = scopeRules.Parse(transaction.Scope, tenantName, transaction.App!.Id.ToString(), out var error);
        request.Scope = transaction.Scopes is null ? null : string.Join(' ', transaction.Scopes.Standard);
        return error;
    }
}
