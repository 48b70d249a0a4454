using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Errors;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.SignIn.Discovery;

/// <summary>OpenID Connect discovery and the signing keys, with the members that Entra has.</summary>
internal static class DiscoveryEndpoints
{
    private static readonly string[] Claims =
    [
        "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host", "aud", "exp", "iat",
        "auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash", "c_hash", "email",
    ];

    public static void MapDiscovery(this IEndpointRouteBuilder routes, string tenant)
    {
        routes.MapGet($"/{tenant}/v2.0/.well-known/openid-configuration", (RequestDelegate)(context => ConfigurationAsync(context, tenant)));
        routes.MapGet($"/{tenant}/.well-known/openid-configuration", (RequestDelegate)(context => Version1ConfigurationAsync(context, tenant)));
        routes.MapGet($"/{tenant}/discovery/v2.0/keys", (RequestDelegate)KeysAsync);
        routes.MapGet($"/{tenant}/discovery/keys", (RequestDelegate)KeysAsync);
    }

    private static Task ConfigurationAsync(HttpContext context, string tenant)
    {
        var addresses = context.RequestServices.GetRequiredService<SandboxAddresses>();
        var host = new Uri(addresses.Site).Authority;
        var root = $"{addresses.Site}/{tenant}";
        // For common and organizations the issuer holds a literal placeholder, since it is not known yet whose tenant it will be.
        var named = context.RequestServices.GetRequiredService<Tenants>().Named(tenant);
        var issuer = $"{addresses.Site}/{(named is null ? "{tenantid}" : named.Id)}/v2.0";
        Prepare(context);
        return ErrorAnswers.WriteAsync(context.Response, json =>
        {
            json.WriteString("token_endpoint", $"{root}/oauth2/v2.0/token");
            Strings(json, "token_endpoint_auth_methods_supported", "client_secret_post", "private_key_jwt", "client_secret_basic");
            json.WriteString("jwks_uri", $"{root}/discovery/v2.0/keys");
            Strings(json, "response_modes_supported", "query", "fragment", "form_post");
            Strings(json, "subject_types_supported", "pairwise");
            Strings(json, "id_token_signing_alg_values_supported", "RS256");
            Strings(json, "response_types_supported", "code", "id_token", "code id_token", "id_token token");
            Strings(json, "scopes_supported", "openid", "profile", "email", "offline_access");
            json.WriteString("issuer", issuer);
            json.WriteBoolean("request_uri_parameter_supported", false);
            json.WriteString("userinfo_endpoint", $"{addresses.Site}/oidc/userinfo");
            json.WriteString("authorization_endpoint", $"{root}/oauth2/v2.0/authorize");
            json.WriteString("device_authorization_endpoint", $"{root}/oauth2/v2.0/devicecode");
            json.WriteBoolean("http_logout_supported", true);
            json.WriteBoolean("frontchannel_logout_supported", true);
            json.WriteString("end_session_endpoint", $"{root}/oauth2/v2.0/logout");
            Strings(json, "claims_supported", Claims);
            json.WriteString("kerberos_endpoint", $"{root}/kerberos");
            json.WriteString("tenant_region_scope", "WW");
            json.WriteString("cloud_instance_name", host);
            json.WriteString("cloud_graph_host_name", host);
            json.WriteString("msgraph_host", host);
            json.WriteString("rbac_url", addresses.Site);
        });
    }

    /// <summary>The document of the v1 endpoints: another issuer, and addresses without v2.0.</summary>
    private static Task Version1ConfigurationAsync(HttpContext context, string tenant)
    {
        var site = context.RequestServices.GetRequiredService<SandboxAddresses>().Site;
        var named = context.RequestServices.GetRequiredService<Tenants>().Named(tenant);
        var root = $"{site}/{tenant}";
        Prepare(context);
        return ErrorAnswers.WriteAsync(context.Response, json =>
        {
            json.WriteString("token_endpoint", $"{root}/oauth2/token");
            Strings(json, "token_endpoint_auth_methods_supported", "client_secret_post", "private_key_jwt", "client_secret_basic");
            json.WriteString("jwks_uri", $"{site}/common/discovery/keys");
            Strings(json, "response_modes_supported", "query", "fragment", "form_post");
            Strings(json, "subject_types_supported", "pairwise");
            Strings(json, "id_token_signing_alg_values_supported", "RS256");
            Strings(json, "response_types_supported", "code", "id_token", "code id_token", "token id_token", "token");
            Strings(json, "scopes_supported", "openid");
            json.WriteString("issuer", named is null ? "https://sts.windows.net/{tenantid}/" : JsonWebTokens.AccessTokenIssuer(named.Id));
            json.WriteString("authorization_endpoint", $"{root}/oauth2/authorize");
            json.WriteString("device_authorization_endpoint", $"{root}/oauth2/devicecode");
            json.WriteString("end_session_endpoint", $"{root}/oauth2/logout");
            Strings(json, "claims_supported", Claims);
        });
    }

    internal static Task KeysAsync(HttpContext context)
    {
        var key = context.RequestServices.GetRequiredService<SigningKey>();
        var addresses = context.RequestServices.GetRequiredService<SandboxAddresses>();
        var parameters = key.PublicParameters;
        Prepare(context);
        return ErrorAnswers.WriteAsync(context.Response, json =>
        {
            json.WriteStartArray("keys");
            json.WriteStartObject();
            json.WriteString("kty", "RSA");
            json.WriteString("use", "sig");
            json.WriteString("kid", key.Id);
            json.WriteString("x5t", key.Id);
            json.WriteString("n", Base64UrlEncoder.Encode(parameters.Modulus!));
            json.WriteString("e", Base64UrlEncoder.Encode(parameters.Exponent!));
            Strings(json, "x5c", key.Certificate);
            json.WriteString("issuer", $"{addresses.Site}/{addresses.Tenant}/v2.0");
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    private static void Prepare(HttpContext context)
    {
        context.Response.Headers.CacheControl = "max-age=86400, private";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.AccessControlAllowMethods = "GET, OPTIONS";
    }

    internal static void Strings(Utf8JsonWriter json, string name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
