using System.Globalization;
using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>The v1 endpoints: <c>resource</c> instead of <c>scope</c>, numbers as text.</summary>
public sealed class Version1Tests : SignInTest
{
    private string Root => $"{Site}/{Directory.TenantId}/oauth2";

    [Fact]
    public async Task A_person_signs_in_with_a_resource_and_refreshes()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("scope", null), ("resource", $"{Site}/")).Replace("/oauth2/v2.0/", "/oauth2/", StringComparison.Ordinal));
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        var (status, body, _) = await TokenAsync(
            [
                new("client_id", Public.Id.ToString()), new("grant_type", "authorization_code"), new("code", person.Answer()["code"]),
                new("redirect_uri", Redirect), new("code_verifier", Verifier),
            ],
            $"{Root}/token");
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "token_type", "scope", "expires_in", "ext_expires_in", "expires_on", "not_before", "resource", "access_token", "refresh_token", "id_token",
        ]);
        Text(body, "expires_in").ShouldBe("3600");
        Text(body, "expires_on").ShouldBe((Clock.GetUtcNow().ToUnixTimeSeconds() + 3600).ToString(CultureInfo.InvariantCulture));
        Text(body, "resource").ShouldBe($"{Site}/");
        Text(body, "scope").ShouldBe("user_impersonation");
        Jwt(body).Audiences.ShouldBe([$"{Site}/"]);
        Jwt(body, "id_token").Issuer.ShouldBe($"https://sts.windows.net/{Directory.TenantId}/");

        var (refreshed, next, _) = await TokenAsync(
            [new("client_id", Public.Id.ToString()), new("grant_type", "refresh_token"), new("refresh_token", Text(body, "refresh_token")), new("resource", $"{Site}/")],
            $"{Root}/token");
        refreshed.ShouldBe(HttpStatusCode.OK, next.ToString());
        (await SiteAsync(Text(next, "access_token"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_device_is_answered_with_the_old_names_and_polls_with_them()
    {
        var (status, device, _) = await TokenAsync([new("client_id", Public.Id.ToString()), new("resource", Site)], $"{Root}/devicecode");
        status.ShouldBe(HttpStatusCode.OK, device.ToString());
        Text(device, "expires_in").ShouldBe("900");
        Text(device, "interval").ShouldBe("5");
        using var person = new Person(Sandbox);
        await person.OpenAsync(Text(device, "verification_url"));
        await person.PostAsync(Site + person.FormAction(), [new("otc", Text(device, "user_code"))]);
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        var (polled, body, _) = await TokenAsync(
            [new("client_id", Public.Id.ToString()), new("grant_type", "device_code"), new("code", Text(device, "device_code")), new("resource", Site)], $"{Root}/token");
        polled.ShouldBe(HttpStatusCode.OK, body.ToString());
        Jwt(body).Audiences.ShouldBe([Site]);
    }

    [Fact]
    public async Task A_resource_is_refused_on_the_v2_endpoints()
    {
        ShouldBeRefusal(await ClientCredentialsAsync(Confidential, ("resource", Site)), HttpStatusCode.BadRequest, "invalid_request", 901002);
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("resource", Site)));
        person.Answer()["error_description"].ShouldStartWith("AADSTS901002: ");
    }

    [Fact]
    public async Task A_resource_that_is_missing_or_unknown_is_said_so()
    {
        List<KeyValuePair<string, string>> form = [new("client_id", Confidential.Id.ToString()), new("grant_type", "client_credentials"), new("client_secret", Confidential.Secret!)];
        var missing = await TokenAsync(form, $"{Root}/token");
        ShouldBeRefusal(missing, HttpStatusCode.BadRequest, "invalid_request", 900144);
        Text(missing.Body, "error_description").ShouldContain("'resource'");
        ShouldBeRefusal(await TokenAsync([.. form, new("resource", "https://elsewhere.example")], $"{Root}/token"), HttpStatusCode.BadRequest, "invalid_resource", 500011);
    }

    [Fact]
    public async Task The_discovery_document_names_the_v1_addresses()
    {
        var (_, body, _) = await GetAsync($"/{Directory.TenantId}/.well-known/openid-configuration");
        Text(body, "issuer").ShouldBe($"https://sts.windows.net/{Directory.TenantId}/");
        Text(body, "token_endpoint").ShouldBe($"{Root}/token");
    }
}
