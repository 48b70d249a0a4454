using System.Net;
using Microsoft.IdentityModel.Tokens;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class CodeFlowTests : SignInTest
{
    [Fact]
    public async Task A_person_picks_an_account_accepts_the_permissions_and_the_public_app_gets_tokens()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("nonce", "n-1"), ("client_info", "1")));
        person.Status.ShouldBe(HttpStatusCode.OK);
        person.Page.ShouldBe("account");
        person.Html.ShouldContain("Pick an account");
        Directory.Users.ShouldAllBe(user => person.Html.Contains(user.Name, StringComparison.Ordinal));

        await person.PressAsync("user", Ada);
        person.Page.ShouldBe("consent");
        person.TextOf("app").ShouldBe(Public.Name);
        person.Html.ShouldContain("Access Dynamics 365 as organization users (user_impersonation)");
        person.Html.ShouldContain("Maintain access to data you have given it access to");

        await person.PressAsync("consent", "accept");
        person.LeftFor!.GetLeftPart(UriPartial.Path).ShouldBe(Redirect);
        person.Answer().Keys.ShouldBe(["code", "state", "session_state"]);
        person.Answer()["state"].ShouldBe("a state/with+signs");

        var (status, body, response) = await RedeemAsync(Public, person.Answer()["code"], ("client_info", "1"));
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["token_type", "scope", "expires_in", "ext_expires_in", "access_token", "refresh_token", "id_token", "client_info"]);
        Text(body, "token_type").ShouldBe("Bearer");
        Text(body, "scope").ShouldBe($"{Site}/user_impersonation");
        body.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        response.Headers.CacheControl!.ToString().ShouldContain("no-store");
        Base64UrlEncoder.Decode(Text(body, "client_info")).ShouldBe($$"""{"uid":"{{Directory.Users[0].ObjectId}}","utid":"{{Directory.TenantId}}"}""");

        var access = Jwt(body);
        access.Issuer.ShouldBe($"https://sts.windows.net/{Directory.TenantId}/");
        access.Audiences.ShouldBe([Site]);
        access.GetPayloadValue<string>("ver").ShouldBe("1.0");
        access.GetPayloadValue<string>("scp").ShouldBe("user_impersonation");
        access.GetPayloadValue<string>("appid").ShouldBe(Public.Id.ToString());
        access.GetPayloadValue<string>("oid").ShouldBe(Directory.Users[0].ObjectId.ToString());
        access.GetPayloadValue<string>("tid").ShouldBe(Directory.TenantId.ToString());
        access.Alg.ShouldBe("RS256");
        access.Typ.ShouldBe("JWT");
        access.ValidTo.ShouldBe(Clock.GetUtcNow().UtcDateTime.AddSeconds(3600));

        var id = Jwt(body, "id_token");
        id.Issuer.ShouldBe($"{Site}/{Directory.TenantId}/v2.0");
        id.Audiences.ShouldBe([Public.Id.ToString()]);
        id.GetPayloadValue<string>("nonce").ShouldBe("n-1");
        id.GetPayloadValue<string>("preferred_username").ShouldBe(Ada);

        var caller = Sandbox.AccessTokens.Read(Text(body, "access_token"), out var reason);
        reason.ShouldBeNull();
        caller.ShouldBe(new Sandbox.SignIn.SandboxCaller(Directory.Users[0].Id, Public.Id, Directory.TenantId, IsApplication: false));
    }

    [Fact]
    public async Task The_confidential_app_redeems_with_its_secret_in_the_form_or_in_the_authorization_header()
    {
        var (status, body, _) = await RedeemAsync(Confidential, await GetCodeAsync(Confidential));
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Jwt(body).GetPayloadValue<string>("appid").ShouldBe(Confidential.Id.ToString());

        var code = await GetCodeAsync(Confidential);
        var credentials = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(
            $"{Confidential.Id}:{Uri.EscapeDataString(Confidential.Secret!)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, Sandbox.Addresses.TokenUrl)
        {
            Headers = { Authorization = new("Basic", credentials) },
            Content = new FormUrlEncodedContent(Merge(
                [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier)], [])),
        };
        (status, body, _) = await SendAsync(request);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
    }

    [Fact]
    public async Task What_MSAL_adds_to_its_requests_is_taken()
    {
        var code = await GetCodeAsync(
            Confidential, ("x-client-SKU", "MSAL.NetCore"), ("x-client-Ver", "4.92.0"), ("haschrome", "1"), ("client_info", "1"),
            ("prompt", "select_account"), ("claims", """{"access_token":{"xms_cc":{"values":["CP1"]}}}"""), ("client-request-id", Guid.NewGuid().ToString()));
        var (status, body, _) = await TokenAsync(
            [
                new("client_id", Confidential.Id.ToString()), new("client_secret", Confidential.Secret!), new("grant_type", "authorization_code"),
                new("code", code), new("redirect_uri", Redirect), new("code_verifier", Verifier), new("client_info", "1"),
                new("scope", $"{Site}/user_impersonation openid profile offline_access"), new("x-client-SKU", "MSAL.NetCore"),
                new("x-ms-lib-capability", "retry-after, h429"), new("x-client-current-telemetry", "5|771,2,,,|,"), new("x-client-last-telemetry", "5|0|||0,0"),
                new("claims", """{"access_token":{"xms_cc":{"values":["CP1"]}}}"""), new("client-request-id", Guid.NewGuid().ToString()),
            ],
            $"{Sandbox.Addresses.TokenUrl}?haschrome=1");
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Text(body, "client_info").ShouldNotBeEmpty();
    }
}
