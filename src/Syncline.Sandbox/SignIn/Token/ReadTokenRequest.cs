using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Sets aside what Entra takes in a token request and OpenIddict would refuse: <c>scope</c> in a code exchange, v1's <c>resource</c>, <c>claims</c>.</summary>
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
        if (request.GrantType == "device_code")
        {
            // The short name stands in older clients and in Entra's own samples.
            request.GrantType = OpenIddictConstants.GrantTypes.DeviceCode;
        }

        transaction.Scope = request.Scope;
        transaction.WantsClientInfo = (string?)request["client_info"] == "1";
        transaction.IsVersion1 = !http.Request.Path.Value!.Contains("/v2.0/", StringComparison.OrdinalIgnoreCase);
        if (transaction.IsVersion1 && string.IsNullOrEmpty(request.Scope) && (string?)request["resource"] is { Length: > 0 } resource)
        {
            // The slash that a v1 resource ends with is part of the audience: keep it, as "resource//.default" does on v2.
            transaction.Scope = request.IsClientCredentialsGrantType() ? $"{resource}/.default" : $"openid offline_access {resource}/user_impersonation";
        }

        request.RemoveParameter(OpenIddictConstants.Parameters.Scope);
        request.RemoveParameter(OpenIddictConstants.Parameters.Resource);
        request.RemoveParameter(OpenIddictConstants.Parameters.Claims);
        return ValueTask.CompletedTask;
    }
}
