using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Device;

/// <summary>The device authorization endpoint (<c>/oauth2/v2.0/devicecode</c>, RFC 8628 section 3.1), from request to answer.</summary>
internal sealed class DeviceAuthorization(Apps apps, Tenants tenants, SandboxAddresses addresses, ErrorAnswers errors, TimeProvider time) :
    IOpenIddictServerHandler<ExtractDeviceAuthorizationRequestContext>,
    IOpenIddictServerHandler<ValidateDeviceAuthorizationRequestContext>,
    IOpenIddictServerHandler<HandleDeviceAuthorizationRequestContext>,
    IOpenIddictServerHandler<ApplyDeviceAuthorizationResponseContext>
{
    public ValueTask HandleAsync(ExtractDeviceAuthorizationRequestContext context)
    {
        if (context.Request is { } request)
        {
            var http = SignInTransaction.Http(context.Transaction);
            SignInRequest.Of(http, time).TakeCorrelationId((string?)request["client-request-id"]);
            SignInTransaction.Of(context.Transaction).Scope = request.Scope;
            request.RemoveParameter(OpenIddictConstants.Parameters.Scope);
            request.RemoveParameter(OpenIddictConstants.Parameters.Claims);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ValidateDeviceAuthorizationRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        if (Check(context.Request, transaction) is { } error)
        {
            SignInTransaction.Refuse(context, error);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(HandleDeviceAuthorizationRequestContext context)
    {
        // Nobody is signed in yet, so the identity has no authentication type.
        context.SignIn(new ClaimsPrincipal(new ClaimsIdentity()));
        return ValueTask.CompletedTask;
    }

    public async ValueTask HandleAsync(ApplyDeviceAuthorizationResponseContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var http = SignInTransaction.Http(context.Transaction);
        context.HandleRequest();
        http.Response.Headers.CacheControl = "no-store, no-cache";
        http.Response.Headers.Pragma = "no-cache";
        if (!string.IsNullOrEmpty(context.Error))
        {
            await errors.WriteJsonAsync(http, transaction.Refusal ?? OpenIddictRefusals.Translate(
                context.Error, context.Response.ErrorDescription, context.Response.ErrorUri, redirectUri: null, http.Request.Method));
            return;
        }

        var page = $"{addresses.Site}{DeviceEndpoints.ShortPage}";
        await ErrorAnswers.WriteAsync(http.Response, json =>
        {
            json.WriteString("user_code", context.Response.UserCode);
            json.WriteString("device_code", context.Response.DeviceCode);
            json.WriteString("verification_uri", page);
            json.WriteNumber("expires_in", (int)DeviceSignIns.Lifetime.TotalSeconds);
            json.WriteNumber("interval", (int)DeviceSignIns.Interval.TotalSeconds);
            json.WriteString("message", $"To sign in, use a web browser to open the page {page} and enter the code {context.Response.UserCode} to authenticate.");
        });
    }

    private EntraError? Check(OpenIddictRequest request, SignInTransaction transaction)
    {
        if (string.IsNullOrEmpty(request.ClientId))
        {
            return EntraErrors.MissingParameter("client_id");
        }

        if ((transaction.App = apps.Find(request.ClientId)) is not { } app)
        {
            return EntraErrors.AppNotFound(request.ClientId, tenants.DisplayName);
        }

        if (string.IsNullOrWhiteSpace(transaction.Scope))
        {
            return EntraErrors.MissingParameter("scope");
        }

        transaction.Scopes = RequestedScopes.Parse(transaction.Scope, addresses.Site, tenants.DisplayName, app.Id.ToString(), out var error);
        return error;
    }
}
