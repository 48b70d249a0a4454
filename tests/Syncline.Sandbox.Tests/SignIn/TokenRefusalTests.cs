using System.Net;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class TokenRefusalTests : SignInTest
{
    [Fact]
    public async Task A_wrong_secret_is_AADSTS7000215()
    {
        var answer = await ClientCredentialsAsync(Confidential, ("client_secret", "wrong"));
        ShouldBeRefusal(answer, HttpStatusCode.Unauthorized, "invalid_client", 7000215);
        Text(answer.Body, "error_description").ShouldContain($"for a secret added to app '{Confidential.Id}'.");
        Text(answer.Body, "error_description").ShouldNotContain(Confidential.Secret!);
    }

    [Fact]
    public async Task A_confidential_app_without_its_secret_is_AADSTS7000218()
    {
        var code = await GetCodeAsync(Confidential);
        ShouldBeRefusal(await RedeemAsync(Confidential, code, ("client_secret", null)), HttpStatusCode.Unauthorized, "invalid_client", 7000218);
        ShouldBeRefusal(await ClientCredentialsAsync(Confidential, ("client_secret", null)), HttpStatusCode.Unauthorized, "invalid_client", 7000216);
    }

    [Fact]
    public async Task A_public_app_with_a_secret_is_AADSTS700025()
    {
        var code = await GetCodeAsync(Public);
        ShouldBeRefusal(await RedeemAsync(Public, code, ("client_secret", "any")), HttpStatusCode.Unauthorized, "invalid_client", 700025);
    }

    [Fact]
    public async Task An_unknown_app_is_AADSTS700016()
    {
        var id = Guid.NewGuid().ToString();
        var answer = await ClientCredentialsAsync(Confidential, ("client_id", id));
        ShouldBeRefusal(answer, HttpStatusCode.BadRequest, "unauthorized_client", 700016);
        Text(answer.Body, "error_description").ShouldContain($"'{id}'");
    }

    [Theory]
    [InlineData("grant_type")]
    [InlineData("client_id")]
    [InlineData("code")]
    [InlineData("redirect_uri")]
    public async Task A_missing_parameter_is_AADSTS900144_and_named(string name)
    {
        var answer = await RedeemAsync(Public, "0.SANDBOX-any", (name, null));
        ShouldBeRefusal(answer, HttpStatusCode.BadRequest, "invalid_request", 900144);
        Text(answer.Body, "error_description").ShouldContain($"'{name}'");
    }

    [Fact]
    public async Task An_unknown_grant_type_is_AADSTS70003() =>
        ShouldBeRefusal(await RedeemAsync(Public, "any", ("grant_type", "sing")), HttpStatusCode.BadRequest, "unsupported_grant_type", 70003);

    [Fact]
    public async Task An_unknown_tenant_is_AADSTS90002()
    {
        var url = $"{Site}/fabrikam.example/oauth2/v2.0/token";
        ShouldBeTenantRefusal(await TokenAsync([new("grant_type", "client_credentials")], url), "invalid_request");
        ShouldBeTenantRefusal(await GetAsync("/fabrikam.example/v2.0/.well-known/openid-configuration"), "invalid_tenant");

        void ShouldBeTenantRefusal((HttpStatusCode Status, System.Text.Json.JsonElement Body, HttpResponseMessage Response) answer, string error)
        {
            answer.Status.ShouldBe(HttpStatusCode.BadRequest);
            Text(answer.Body, "error").ShouldBe(error);
            Text(answer.Body, "error_description").ShouldStartWith("AADSTS90002: Tenant 'fabrikam.example' not found.");
        }
    }

    [Fact]
    public async Task Client_credentials_want_the_default_scope_of_a_known_resource()
    {
        ShouldBeRefusal(
            await ClientCredentialsAsync(Confidential, ("scope", $"{Site}/user_impersonation")), HttpStatusCode.BadRequest, "invalid_scope", 1002012);
        ShouldBeRefusal(
            await ClientCredentialsAsync(Confidential, ("scope", "https://other.crm.dynamics.com/.default")), HttpStatusCode.BadRequest, "invalid_resource", 500011);
        ShouldBeRefusal(await ClientCredentialsAsync(Confidential, ("scope", null)), HttpStatusCode.BadRequest, "invalid_request", 900144);
    }

    [Fact]
    public async Task A_nonsense_scope_at_a_refresh_is_AADSTS70011() =>
        ShouldBeRefusal(await RefreshAsync(Public, "1.SANDBOX-any", ("scope", "nonsense")), HttpStatusCode.BadRequest, "invalid_scope", 70011);

    [Fact]
    public async Task Only_post_is_taken()
    {
        var answer = await GetAsync($"/{Directory.TenantId}/oauth2/v2.0/token?grant_type=client_credentials");
        ShouldBeRefusal(answer, HttpStatusCode.BadRequest, "invalid_request", 900561);
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_AADSTS9002313()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Sandbox.Addresses.TokenUrl) { Content = new StringContent("{}", null, "application/json") };
        ShouldBeRefusal(await SendAsync(request), HttpStatusCode.BadRequest, "invalid_request", 9002313);
    }

    [Fact]
    public async Task The_correlation_id_is_the_client_request_id()
    {
        var id = Guid.NewGuid();
        using var request = new HttpRequestMessage(HttpMethod.Post, Sandbox.Addresses.TokenUrl)
        {
            Headers = { { "client-request-id", id.ToString() } },
            Content = new FormUrlEncodedContent([new("grant_type", "sing")]),
        };
        (await SendAsync(request)).Body.GetProperty("correlation_id").GetGuid().ShouldBe(id);

        var (_, body, _) = await TokenAsync([new("grant_type", "sing"), new("client-request-id", id.ToString())]);
        body.GetProperty("correlation_id").GetGuid().ShouldBe(id, "MSAL sends it in the form");
    }
}
