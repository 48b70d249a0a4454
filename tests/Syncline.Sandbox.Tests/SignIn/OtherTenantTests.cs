using System.Net;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class OtherTenantTests : SignInTest
{
    private Guid Other => Directory.OtherTenant.Id;

    private string Nora => Directory.OtherTenant.Users[0].UserName;

    [Fact]
    public async Task A_person_of_another_tenant_is_not_known_in_this_one()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Nora);
        person.TextOf("code").ShouldBe("AADSTS50020");
        await person.PressAsync("return", "return");
        person.Answer()["error_description"].ShouldContain($"does not exist in tenant 'Contoso'");
    }

    [Fact]
    public async Task The_other_tenant_does_not_know_the_site()
    {
        ShouldBeRefusal(
            await TokenAsync([new("client_id", Public.Id.ToString()), new("grant_type", "refresh_token"), new("refresh_token", "1.SANDBOX-x"), new("scope", $"{Site}/.default")], TokenUrl),
            HttpStatusCode.BadRequest, "invalid_resource", 500011);

        // On a shared name this shows only once it is known who signs in.
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public).Replace($"{Directory.TenantId}", "common", StringComparison.Ordinal));
        await person.PressAsync("user", Nora);
        person.Answer()["error_description"].ShouldContain("was not found in the tenant named Northwind");
    }

    [Fact]
    public async Task An_app_of_one_tenant_is_not_known_in_the_other() => ShouldBeRefusal(
        await TokenAsync([new("client_id", Confidential.Id.ToString()), new("grant_type", "client_credentials"), new("scope", "openid/.default"), new("client_secret", Confidential.Secret!)], TokenUrl),
        HttpStatusCode.BadRequest, "unauthorized_client", 700016);

    [Fact]
    public async Task A_sign_in_there_gives_that_tenants_tokens_which_do_not_open_the_site()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("scope", "openid profile offline_access")).Replace($"{Directory.TenantId}", $"{Other}", StringComparison.Ordinal));
        await person.PressAsync("user", Nora);
        await person.PressAsync("consent", "accept");
        var (status, body, _) = await TokenAsync(
            [
                new("client_id", Public.Id.ToString()), new("grant_type", "authorization_code"), new("code", person.Answer()["code"]),
                new("redirect_uri", Redirect), new("code_verifier", Verifier),
            ],
            TokenUrl);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        Jwt(body, "id_token").Issuer.ShouldBe($"{Site}/{Other}/v2.0");
        Jwt(body).Issuer.ShouldBe($"https://sts.windows.net/{Other}/");
        (await SiteAsync(Text(body, "access_token"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Its_discovery_document_names_it_as_issuer()
    {
        var (_, body, _) = await GetAsync("/northwind.example/v2.0/.well-known/openid-configuration");
        Text(body, "issuer").ShouldBe($"{Site}/{Other}/v2.0");
    }

    private string TokenUrl => $"{Site}/{Other}/oauth2/v2.0/token";
}
