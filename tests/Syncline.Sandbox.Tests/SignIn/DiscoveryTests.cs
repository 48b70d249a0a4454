using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class DiscoveryTests : SignInTest
{
    [Fact]
    public async Task The_configuration_has_the_members_that_Entra_has()
    {
        var (status, body, response) = await GetAsync($"/{Directory.TenantId}/v2.0/.well-known/openid-configuration");
        status.ShouldBe(HttpStatusCode.OK);
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "token_endpoint", "token_endpoint_auth_methods_supported", "jwks_uri", "response_modes_supported", "subject_types_supported",
            "id_token_signing_alg_values_supported", "response_types_supported", "scopes_supported", "issuer", "request_uri_parameter_supported",
            "userinfo_endpoint", "authorization_endpoint", "device_authorization_endpoint", "http_logout_supported",
            "frontchannel_logout_supported", "end_session_endpoint", "claims_supported", "kerberos_endpoint", "tenant_region_scope",
            "cloud_instance_name", "cloud_graph_host_name", "msgraph_host", "rbac_url",
        ]);
        Text(body, "authorization_endpoint").ShouldBe(Sandbox.Addresses.AuthorizationUrl);
        Text(body, "token_endpoint").ShouldBe(Sandbox.Addresses.TokenUrl);
        Text(body, "issuer").ShouldBe($"{Site}/{Directory.TenantId}/v2.0");
        response.Headers.CacheControl!.ToString().ShouldBe("max-age=86400, private");
    }

    [Theory]
    [InlineData("common", "{tenantid}")]
    [InlineData("organizations", "{tenantid}")]
    [InlineData("contoso.example", "7d2f6a1e-52c4-4c0b-9a53-6f0c1b7e9d10")]
    public async Task The_issuer_of_a_shared_name_is_a_template(string tenant, string inIssuer)
    {
        var (_, body, _) = await GetAsync($"/{tenant}/v2.0/.well-known/openid-configuration");
        Text(body, "issuer").ShouldBe($"{Site}/{inIssuer}/v2.0");
        Text(body, "token_endpoint").ShouldBe($"{Site}/{tenant}/oauth2/v2.0/token");
    }

    [Fact]
    public async Task The_published_key_verifies_the_tokens()
    {
        var (_, configuration, _) = await GetAsync("/common/v2.0/.well-known/openid-configuration");
        var (_, keys, _) = await GetAsync(new Uri(Text(configuration, "jwks_uri")).AbsolutePath);
        var (_, body, _) = await ClientCredentialsAsync(Confidential);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(Text(body, "access_token"), new TokenValidationParameters
        {
            IssuerSigningKeys = new JsonWebKeySet(keys.ToString()).GetSigningKeys(),
            ValidAudience = Site,
            ValidIssuer = $"https://sts.windows.net/{Directory.TenantId}/",
            ValidateLifetime = false,
        });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
    }

    [Fact]
    public async Task Instance_discovery_knows_the_sandbox_itself_and_no_other_host()
    {
        var authority = new Uri(Site).Authority;
        var (status, body, _) = await GetAsync(
            $"/common/discovery/instance?api-version=1.1&authorization_endpoint={Uri.EscapeDataString(Sandbox.Addresses.AuthorizationUrl)}");
        status.ShouldBe(HttpStatusCode.OK);
        Text(body, "tenant_discovery_endpoint").ShouldBe($"{Site}/{Directory.TenantId}/v2.0/.well-known/openid-configuration");
        body.GetProperty("metadata")[0].GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()).ShouldBe([authority]);

        var (refused, error, _) = await GetAsync("/common/discovery/instance?api-version=1.1&authorization_endpoint=https%3A%2F%2Felsewhere.example%2Fcommon");
        refused.ShouldBe(HttpStatusCode.BadRequest);
        Text(error, "error").ShouldBe("invalid_instance");
        Text(error, "error_description").ShouldStartWith("AADSTS50049: Unknown or invalid instance.");
    }

    [Fact]
    public async Task The_error_uri_of_a_refusal_leads_to_a_page()
    {
        var (_, body, _) = await ClientCredentialsAsync(Confidential, ("client_secret", "wrong"));
        using var person = new Person(Sandbox);
        await person.OpenAsync(Text(body, "error_uri"));
        person.Status.ShouldBe(HttpStatusCode.OK);
        person.TextOf("code").ShouldBe("AADSTS7000215");
    }
}
