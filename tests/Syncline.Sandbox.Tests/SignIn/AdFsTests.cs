using System.Net;
using System.Text.Json;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>Endpoints as AD FS has them: one organisation, no tenant in the path, no consent, MSIS numbers.</summary>
public sealed class AdFsTests : SignInTest
{
    private string Root => $"{Site}/adfs/oauth2";

    [Fact]
    public async Task A_person_signs_in_without_consent_and_the_refresh_token_goes_on_unchanged()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(Authorize(("resource", $"{Site}/"), ("scope", "openid")));
        await person.PressAsync("user", Ada);
        person.Answer().Keys.ShouldBe(["code", "state"]);
        var (status, body, _) = await TokenAsync(
            [
                new("client_id", Public.Id.ToString()), new("grant_type", "authorization_code"), new("code", person.Answer()["code"]),
                new("redirect_uri", Redirect), new("code_verifier", Verifier),
            ],
            $"{Root}/token");
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["access_token", "token_type", "expires_in", "resource", "refresh_token", "refresh_token_expires_in", "scope", "id_token"]);
        Text(body, "token_type").ShouldBe("bearer");
        body.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        Jwt(body).Issuer.ShouldBe($"{Site}/adfs/services/trust");
        Jwt(body, "id_token").Issuer.ShouldBe($"{Site}/adfs");

        for (var round = 0; round < 2; round++)
        {
            var (refreshed, next, _) = await TokenAsync(
                [new("client_id", Public.Id.ToString()), new("grant_type", "refresh_token"), new("refresh_token", Text(body, "refresh_token"))], $"{Root}/token");
            refreshed.ShouldBe(HttpStatusCode.OK, next.ToString());
            next.TryGetProperty("refresh_token", out _).ShouldBeFalse();
            (await SiteAsync(Text(next, "access_token"))).Status.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task An_app_gets_a_token_for_itself()
    {
        var (status, body, _) = await TokenAsync(Credentials(Confidential.Secret!, Site), $"{Root}/token");
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        (await SiteAsync(Text(body, "access_token"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refusals_carry_an_error_and_an_MSIS_text_and_nothing_else()
    {
        ShouldBeMsis(await TokenAsync(Credentials("wrong", Site), $"{Root}/token"), "invalid_client", "MSIS9622: Client authentication failed.");
        ShouldBeMsis(await TokenAsync(Credentials(Confidential.Secret!, "https://elsewhere.example"), $"{Root}/token"), "invalid_resource", "MSIS9602: ");
        ShouldBeMsis(
            await TokenAsync([new("client_id", Public.Id.ToString()), new("grant_type", "refresh_token"), new("refresh_token", "nonsense")], $"{Root}/token"),
            "invalid_grant", "MSIS9612: ");
        using var person = new Person(Sandbox);
        await person.OpenAsync(Authorize(("resource", "https://elsewhere.example"), ("scope", null)));
        person.Answer()["error"].ShouldBe("invalid_resource");
        person.Answer()["error_description"].ShouldStartWith("MSIS9602: ");
        person.Answer().ContainsKey("error_uri").ShouldBeFalse();
    }

    [Fact]
    public async Task A_device_signs_in()
    {
        var (status, device, _) = await TokenAsync([new("client_id", Public.Id.ToString()), new("resource", Site)], $"{Root}/devicecode");
        status.ShouldBe(HttpStatusCode.OK, device.ToString());
        using var person = new Person(Sandbox);
        await person.OpenAsync(Text(device, "verification_uri"));
        await person.PostAsync(Site + person.FormAction(), [new("otc", Text(device, "user_code"))]);
        await person.PressAsync("user", Ada);
        person.Page.ShouldBe("device-approved");
        var (polled, body, _) = await TokenAsync(
            [new("client_id", Public.Id.ToString()), new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", Text(device, "device_code"))], $"{Root}/token");
        polled.ShouldBe(HttpStatusCode.OK, body.ToString());
    }

    [Fact]
    public async Task The_discovery_document_and_the_keys_are_where_AD_FS_has_them()
    {
        var (_, body, _) = await GetAsync("/adfs/.well-known/openid-configuration");
        Text(body, "issuer").ShouldBe($"{Site}/adfs");
        Text(body, "access_token_issuer").ShouldBe($"{Site}/adfs/services/trust");
        (await GetAsync(new Uri(Text(body, "jwks_uri")).AbsolutePath)).Body.GetProperty("keys").GetArrayLength().ShouldBe(1);

        // AD FS writes its addresses with a slash at the end.
        var (status, token, _) = await TokenAsync(Credentials(Confidential.Secret!, Site), Text(body, "token_endpoint"));
        status.ShouldBe(HttpStatusCode.OK, token.ToString());
    }

    private string Authorize(params (string Name, string? Value)[] changes) =>
        AuthorizeUrl(Public, changes).Replace($"/{Directory.TenantId}/oauth2/v2.0/", "/adfs/oauth2/", StringComparison.Ordinal);

    private List<KeyValuePair<string, string>> Credentials(string secret, string resource) =>
        [new("client_id", Confidential.Id.ToString()), new("grant_type", "client_credentials"), new("client_secret", secret), new("resource", resource)];

    private static void ShouldBeMsis((HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response) answer, string error, string text)
    {
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.EnumerateObject().Select(member => member.Name).ShouldBe(["error", "error_description"]);
        Text(answer.Body, "error").ShouldBe(error);
        Text(answer.Body, "error_description").ShouldStartWith(text);
    }
}
