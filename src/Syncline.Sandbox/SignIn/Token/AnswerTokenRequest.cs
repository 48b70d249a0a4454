using System.Globalization;
using System.Text.Json;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Writes the answer of the token endpoint with Entra's members and headers.</summary>
internal sealed class AnswerTokenRequest(ErrorAnswers errors, SandboxDirectory directory, SandboxAddresses addresses, Tenants tenants, JsonWebTokens tokens)
    : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public async ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        var transaction = SignInTransaction.Of(context.Transaction);
        var http = SignInTransaction.Http(context.Transaction);
        context.HandleRequest();

        var headers = http.Response.Headers;
        headers.CacheControl = "no-store, no-cache";
        headers.Pragma = "no-cache";
        headers.Expires = "-1";
        headers["x-ms-clitelem"] = "1,0,0,,";
        if (!string.IsNullOrEmpty(context.Error))
        {
            await errors.WriteJsonAsync(http, transaction.Refusal ?? OpenIddictRefusals.Translate(
                context.Error, context.Response.ErrorDescription, context.Response.ErrorUri, context.Request?.RedirectUri, http.Request.Method));
            return;
        }

        var response = context.Response;
        var user = User(transaction);
        var scopes = transaction.Scopes is { Resource: not null } asked ? asked
            : transaction.Grant is { } grant ? GrantedScopes.Of(grant.Principal, addresses, tenants) : null;
        await ErrorAnswers.WriteAsync(http.Response, json =>
        {
            json.WriteString("token_type", "Bearer");
            if (user is not null)
            {
                json.WriteString("scope", transaction.IsVersion1 ? "user_impersonation" : scopes!.Granted);
            }

            WriteLifetime(json, response.ExpiresIn ?? 0, transaction.IsVersion1);
            if (transaction.IsVersion1)
            {
                json.WriteString("resource", scopes!.Resource ?? addresses.Site);
            }

            json.WriteString("access_token", response.AccessToken);
            WriteIfAny(json, "refresh_token", response.RefreshToken);
            WriteIfAny(json, "id_token", response.IdToken);
            if (user is not null && transaction.WantsClientInfo)
            {
                json.WriteString("client_info", tokens.ClientInfo(user));
            }
        });
    }

    // The v1 endpoint writes its numbers as strings.
    private static void WriteLifetime(Utf8JsonWriter json, long seconds, bool asText)
    {
        foreach (var name in (ReadOnlySpan<string>)["expires_in", "ext_expires_in"])
        {
            if (asText)
            {
                json.WriteString(name, seconds.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                json.WriteNumber(name, seconds);
            }
        }
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private SandboxUser? User(SignInTransaction transaction) =>
        transaction.Grant is { } grant ? directory.Users.Single(user => user.UserName == grant.UserName) : null;
}
