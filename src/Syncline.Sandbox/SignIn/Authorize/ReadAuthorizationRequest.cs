using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using Syncline.Sandbox.SignIn.Requests;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>Swaps <c>?ctx=</c> for the waiting request that it names, and turns Entra's own parameters into what OpenIddict knows.</summary>
internal sealed class ReadAuthorizationRequest(PendingSignIns pendingSignIns, Sessions sessions) : IOpenIddictServerHandler<ExtractAuthorizationRequestContext>
{
    public ValueTask HandleAsync(ExtractAuthorizationRequestContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var http = SignInTransaction.Http(context.Transaction);
        if ((string?)context.Request?["ctx"] is { } id)
        {
            transaction.Pending = pendingSignIns.Find(id, sessions.BrowserOrNull(http));
            if (transaction.Pending is null)
            {
                SignInTransaction.Refuse(context, EntraErrors.PageExpired());
                return ValueTask.CompletedTask;
            }

            context.Request = new OpenIddictRequest(transaction.Pending.Request.GetParameters());
        }

        if (context.Request is not { } request)
        {
            return ValueTask.CompletedTask;
        }

        transaction.State = request.State;
        transaction.ResponseMode = request.ResponseMode;
        transaction.Scope = request.Scope;
        transaction.Shape = EndpointShapes.Of(http.Request.Path.Value!);
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

        if (!RequestedClaims.TryParse((string?)request[OpenIddictConstants.Parameters.Claims], out var claims))
        {
            transaction.Mistake ??= EntraErrors.Malformed();
        }

        transaction.Claims = claims;

        // The waiting request is kept as it came; OpenIddict gets a copy without what it would refuse and Entra takes.
        transaction.Pending ??= pendingSignIns.Add(sessions.Browser(http), new OpenIddictRequest(request.GetParameters()), http.Request.Path.Value!);
        request.RemoveParameter(OpenIddictConstants.Parameters.Resource);
        request.RemoveParameter(OpenIddictConstants.Parameters.Claims);
        if (request.CodeChallenge is { Length: > 0 } && string.IsNullOrEmpty(request.CodeChallengeMethod))
        {
            request.CodeChallengeMethod = OpenIddictConstants.CodeChallengeMethods.Plain;
        }

        return ValueTask.CompletedTask;
    }
}
