using System.Globalization;
using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Device;

/// <summary>The device authorization endpoint (<c>/oauth2/v2.0/devicecode</c>, RFC 8628 section 3.1), from request to answer.</summary>
internal sealed class DeviceAuthorization(Apps apps, Tenants tenants, ScopeRules scopeRules, SandboxAddresses addresses, ErrorAnswers errors, StandingOrders orders, TimeProvider time) :
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
            var transaction = SignInTransaction.Of(context.Transaction);
            transaction.Shape = EndpointShapes.Of(http.Request.Path.Value!);
            transaction.Scope = request.Scope;
            if ((string?)request[OpenIddictConstants.Parameters.Resource] is { Length: > 0 } resource)
            {
                if (transaction.Shape == EndpointShape.Version2)
                {
                    transaction.Mistake = EntraErrors.ResourceNotSupported();
                }
                else
                {
                    transaction.Scope = EndpointShapes.ScopeOf(resource, request.Scope, isForAppItself: false);
                }
            }

            request.RemoveParameter(OpenIddictConstants.Parameters.Resource);
            request.RemoveParameter(OpenIddictConstants.Parameters.Scope);
            request.RemoveParameter(OpenIddictConstants.Parameters.Claims);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask HandleAsync(ValidateDeviceAuthorizationRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var tenantName = SignInTransaction.Http(context.Transaction).Request.Path.Value!.Split('/', 3)[1];
        if (Check(context.Request, transaction, tenantName) is { } error)
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
            if (transaction.Shape == EndpointShape.Version1)
            {
                // Before RFC 8628 the member had another name, and v1 writes its numbers as text.
                json.WriteString("verification_url", page);
                json.WriteString("expires_in", Seconds(DeviceSignIns.Lifetime).ToString(CultureInfo.InvariantCulture));
                json.WriteString("interval", Seconds(DeviceSignIns.Interval).ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                json.WriteString("verification_uri", page);
                json.WriteNumber("expires_in", Seconds(DeviceSignIns.Lifetime));
                json.WriteNumber("interval", Seconds(DeviceSignIns.Interval));
            }

            json.WriteString("message", $"To sign in, use a web browser to open the page {page} and enter the code {context.Response.UserCode} to authenticate.");
        });
    }

    private static int Seconds(TimeSpan time) => (int)time.TotalSeconds;

    private EntraError? Check(OpenIddictRequest request, SignInTransaction transaction, string tenantName)
    {
        if (string.IsNullOrEmpty(request.ClientId))
        {
            return EntraErrors.MissingParameter("client_id");
        }

        var tenant = tenants.NamedOrHome(tenantName);
        if ((transaction.App = apps.Find(request.ClientId)) is not { } app || (tenant != tenants.Home && !app.IsMultiTenant))
        {
            return EntraErrors.AppNotFound(request.ClientId, tenant.Name);
        }

        if ((orders.RefusalOf(app) ?? transaction.Mistake) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(transaction.Scope))
        {
            return EntraErrors.MissingParameter(transaction.Shape == EndpointShape.Version2 ? "scope" : "resource");
        }

        transaction.Scopes = scopeRules.Parse(transaction.Scope, tenantName, app.Id.ToString(), out var error);
        return error;
    }
}
