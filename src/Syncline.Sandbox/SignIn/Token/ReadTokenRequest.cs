using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Sets aside what Entra takes in a token request and OpenIddict would refuse: <c>scope</c> in a code exchange, v1's <c>resource</c>, <c>claims</c>, <c>client_assertion</c>.</summary>
internal sealed class ReadTokenRequest(TimeProvider time) : IOpenIddictServerHandler<ExtractTokenRequestContext>
{
    public ValueTask HandleAsync(ExtractTokenRequestContext context)
    {
        if (context.Request is not { } request)
        {
            return ValueTask.CompletedTask;
        }

        var transaction = SignInTransaction.Of(context.Transaction);
        var http = SignInTransaction.Http(context.Transaction);
        SignInRequest.Of(http, time).TakeCorrelationId((string?)request["client-request-id"]);
        transaction.Shape = EndpointShapes.Of(http.Request.Path.Value!);
        if (request.GrantType == "device_code")
        {
            // The short name stands in older clients and in Entra's own samples.
            request.GrantType = OpenIddictConstants.GrantTypes.DeviceCode;
        }

        if (request.IsDeviceCodeGrantType() && transaction.Shape != EndpointShape.Version2 && string.IsNullOrEmpty(request.DeviceCode))
        {
            // The v1 endpoint calls it code.
            request.DeviceCode = request.Code;
            request.RemoveParameter(OpenIddictConstants.Parameters.Code);
        }

        transaction.Scope = request.Scope;
        transaction.WantsClientInfo = (string?)request["client_info"] == "1";
        transaction.ClientAssertion = (request.ClientAssertion, request.ClientAssertionType);
        if ((string?)request[OpenIddictConstants.Parameters.Resource] is { Length: > 0 } resource)
        {
            if (transaction.Shape == EndpointShape.Version2)
            {
                transaction.Mistake = EntraErrors.ResourceNotSupported();
            }
            else
            {
                transaction.Scope = EndpointShapes.ScopeOf(resource, request.Scope, request.IsClientCredentialsGrantType());
            }
        }

        if (!RequestedClaims.TryParse((string?)request[OpenIddictConstants.Parameters.Claims], out var claims))
        {
            transaction.Mistake ??= EntraErrors.Malformed();
        }

        transaction.Claims = claims;
        request.RemoveParameter(OpenIddictConstants.Parameters.ClientAssertion);
        request.RemoveParameter(OpenIddictConstants.Parameters.ClientAssertionType);
        request.RemoveParameter(OpenIddictConstants.Parameters.Scope);
        request.RemoveParameter(OpenIddictConstants.Parameters.Resource);
        request.RemoveParameter(OpenIddictConstants.Parameters.Claims);
        return ValueTask.CompletedTask;
    }
}
