using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Interaction;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Authorize;

/// <summary>Sends the code or the refusal to the app in Entra's form; what can't be sent there safely becomes a page.</summary>
internal sealed class AnswerAuthorizationRequest(ErrorAnswers errors, TimeProvider time) : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public async ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var http = SignInTransaction.Http(context.Transaction);
        context.HandleRequest();

        var fields = new List<KeyValuePair<string, string>>();
        if (!string.IsNullOrEmpty(context.Error))
        {
            var error = transaction.Refusal ?? OpenIddictRefusals.Translate(
                context.Error, context.Response.ErrorDescription, context.Response.ErrorUri, transaction.RedirectUri, http.Request.Method);
            if (transaction.RedirectUri is null)
            {
                await errors.WritePageAsync(http, error);
                return;
            }

            AddError(fields, error, transaction.Shape, SignInRequest.Of(http, time));
        }
        else
        {
            fields.Add(new("code", context.AuthorizationCode!));
        }

        if (!string.IsNullOrEmpty(transaction.State))
        {
            fields.Add(new("state", transaction.State));
        }

        if (string.IsNullOrEmpty(context.Error) && transaction.Shape != EndpointShape.AdFs)
        {
            fields.Add(new("session_state", Guid.NewGuid().ToString()));
        }

        await AuthorizeAnswers.SendAsync(http, transaction.RedirectUri!, transaction.ResponseMode, fields);
    }

    private void AddError(List<KeyValuePair<string, string>> fields, EntraError error, EndpointShape shape, SignInRequest request)
    {
        if (shape == EndpointShape.AdFs)
        {
            var (code, description) = AdFsErrors.Of(error);
            fields.Add(new("error", code));
            fields.Add(new("error_description", description));
            return;
        }

        fields.Add(new("error", error.Error));
        if (error.SubCode is not null)
        {
            fields.Add(new("error_subcode", error.SubCode));
        }

        fields.Add(new("error_description", error.Describe(request)));
        fields.Add(new("error_uri", errors.Uri(error)));
    }
}
