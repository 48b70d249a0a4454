using System.Globalization;
using System.Text.Json;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Requests;
using Syncline.Sandbox.SignIn.Tokens;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Syncline.Sandbox.SignIn.Token;

/// <summary>Writes the answer of the token endpoint with Entra's members and headers.</summary>
internal sealed class AnswerTokenRequest(ErrorAnswers errors, People people, SandboxAddresses addresses, Tenants tenants, JsonWebTokens tokens, TimeProvider time)
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
        var user = transaction.Grant is { } granted ? people.Find(granted.UserName) : null;
        var scopes = transaction.Scopes is { Resource: not null } asked ? asked
            : transaction.Grant is { } grant ? GrantedScopes.Of(grant.Principal, addresses, tenants) : null;
        var isRefresh = context.Request?.IsRefreshTokenGrantType() ?? false;
        await ErrorAnswers.WriteAsync(http.Response, json =>
        {
            switch (transaction.Shape)
            {
                case EndpointShape.Version2:
                    WriteVersion2(json, response, user is null ? null : scopes!.Granted);
                    break;
                case EndpointShape.Version1:
                    WriteVersion1(json, response, scopes?.Resource ?? addresses.Site, isForPerson: user is not null);
                    break;
                case EndpointShape.AdFs:
                    WriteAdFs(json, response, scopes, isRefresh);
                    break;
            }

            WriteIfAny(json, "id_token", response.IdToken);
            if (user is not null && transaction.WantsClientInfo)
            {
                json.WriteString("client_info", tokens.ClientInfo(user));
            }
        });
    }

    private static void WriteVersion2(Utf8JsonWriter json, OpenIddictResponse response, string? scope)
    {
        json.WriteString("token_type", "Bearer");
        WriteIfAny(json, "scope", scope);
        json.WriteNumber("expires_in", response.ExpiresIn ?? 0);
        json.WriteNumber("ext_expires_in", response.ExpiresIn ?? 0);
        json.WriteString("access_token", response.AccessToken);
        WriteIfAny(json, "refresh_token", response.RefreshToken);
    }

    // The v1 endpoint writes its numbers as strings.
    private void WriteVersion1(Utf8JsonWriter json, OpenIddictResponse response, string resource, bool isForPerson)
    {
        var (now, seconds) = (time.GetUtcNow().ToUnixTimeSeconds(), response.ExpiresIn ?? 0);
        json.WriteString("token_type", "Bearer");
        if (isForPerson)
        {
            json.WriteString("scope", "user_impersonation");
        }

        WriteText(json, "expires_in", seconds);
        WriteText(json, "ext_expires_in", seconds);
        WriteText(json, "expires_on", now + seconds);
        WriteText(json, "not_before", now - (long)JsonWebTokens.ClockAllowance.TotalSeconds);
        json.WriteString("resource", resource);
        json.WriteString("access_token", response.AccessToken);
        WriteIfAny(json, "refresh_token", response.RefreshToken);
    }

    // learn.microsoft.com/openspecs/windows_protocols/ms-oapx: a refresh is answered without a refresh token; the old one goes on.
    private static void WriteAdFs(Utf8JsonWriter json, OpenIddictResponse response, RequestedScopes? scopes, bool isRefresh)
    {
        json.WriteString("access_token", response.AccessToken);
        json.WriteString("token_type", "bearer");
        json.WriteNumber("expires_in", response.ExpiresIn ?? 0);
        WriteIfAny(json, "resource", scopes?.Resource);
        if (response.RefreshToken is not null && !isRefresh)
        {
            json.WriteString("refresh_token", response.RefreshToken);
            json.WriteNumber("refresh_token_expires_in", 28799);
        }

        if (scopes is { Standard.Count: > 0 })
        {
            json.WriteString("scope", string.Join(' ', scopes.Standard.Where(scope => scope != "offline_access")));
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, long number) => json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
