using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Syncline.Sandbox.SignIn.Errors;

namespace Syncline.Sandbox.SignIn.Discovery;

/// <summary>The discovery document and keys of AD FS (learn.microsoft.com/windows-server/identity/ad-fs/development/customize-id-token-ad-fs-2016).</summary>
internal static class AdFsDiscovery
{
    /// <summary><c>iss</c> of access tokens.</summary>
    public static string AccessTokenIssuer(string site) => $"{site}/adfs/services/trust";

    public static void MapAdFsDiscovery(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/adfs/.well-known/openid-configuration", (RequestDelegate)ConfigurationAsync);
        routes.MapGet("/adfs/discovery/keys", (RequestDelegate)DiscoveryEndpoints.KeysAsync);
    }

    private static Task ConfigurationAsync(HttpContext context)
    {
        var site = context.RequestServices.GetRequiredService<SandboxAddresses>().Site;
        var root = $"{site}/{Tenants.AdFs}";
        return ErrorAnswers.WriteAsync(context.Response, json =>
        {
            json.WriteString("issuer", root);
            json.WriteString("authorization_endpoint", $"{root}/oauth2/authorize/");
            json.WriteString("token_endpoint", $"{root}/oauth2/token/");
            json.WriteString("jwks_uri", $"{root}/discovery/keys");
            DiscoveryEndpoints.Strings(json, "token_endpoint_auth_methods_supported", "client_secret_post", "client_secret_basic", "private_key_jwt");
            DiscoveryEndpoints.Strings(json, "response_types_supported", "code", "id_token", "code id_token", "id_token token", "code token", "code id_token token");
            DiscoveryEndpoints.Strings(json, "response_modes_supported", "query", "fragment", "form_post");
            DiscoveryEndpoints.Strings(
                json, "grant_types_supported", "authorization_code", "refresh_token", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code");
            DiscoveryEndpoints.Strings(json, "subject_types_supported", "pairwise");
            DiscoveryEndpoints.Strings(json, "scopes_supported", "openid", "profile", "email", "user_impersonation");
            DiscoveryEndpoints.Strings(json, "id_token_signing_alg_values_supported", "RS256");
            DiscoveryEndpoints.Strings(json, "token_endpoint_auth_signing_alg_values_supported", "RS256");
            json.WriteString("access_token_issuer", AccessTokenIssuer(site));
            DiscoveryEndpoints.Strings(json, "claims_supported", "aud", "iss", "iat", "exp", "auth_time", "nonce", "at_hash", "c_hash", "sub", "upn", "unique_name");
            json.WriteBoolean("microsoft_multi_refresh_token", true);
            json.WriteString("end_session_endpoint", $"{root}/oauth2/logout");
            json.WriteString("device_authorization_endpoint", $"{root}/oauth2/devicecode");
            json.WriteBoolean("frontchannel_logout_supported", true);
        });
    }
}
