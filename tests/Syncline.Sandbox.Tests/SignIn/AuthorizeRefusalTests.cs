using System.Net;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class AuthorizeRefusalTests : SignInTest
{
    [Theory]
    [InlineData("client_id", "8d9f2c11-0000-4000-8000-000000000000", 700016)]
    [InlineData("client_id", "not-a-guid", 700016)]
    [InlineData("client_id", null, 900144)]
    [InlineData("redirect_uri", "http://localhost:53682/elsewhere", 50011)]
    [InlineData("redirect_uri", "https://localhost/", 50011)]
    [InlineData("redirect_uri", "http://127.0.0.1:53682/", 50011)]
    [InlineData("redirect_uri", "http://localhost@elsewhere.example/", 50011)]
    [InlineData("redirect_uri", "http://user@localhost:53682/", 50011)]
    [InlineData("redirect_uri", "http://localhost:53682/#fragment", 50011)]
    [InlineData("redirect_uri", "http://LOCALHOST:53682/?a=b", 50011)]
    [InlineData("redirect_uri", "http://localhost.elsewhere.example/", 50011)]
    [InlineData("redirect_uri", "not a uri", 50011)]
    public async Task What_cannot_be_sent_to_the_app_safely_is_shown_as_a_page(string parameter, string? value, int code)
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, (parameter, value)));
        person.LeftFor.ShouldBeNull();
        person.Page.ShouldBe("error");
        person.TextOf("code").ShouldBe($"AADSTS{code}");
        person.TextOf("description").ShouldContain(value ?? parameter);
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request", 900144)]
    [InlineData("response_type", "id_token", "unsupported_response_type", 700054)]
    [InlineData("response_type", "song", "unsupported_response_type", 70005)]
    [InlineData("response_mode", "pigeon", "invalid_request", 90023)]
    [InlineData("prompt", "sometimes", "invalid_request", 90023)]
    [InlineData("scope", null, "invalid_request", 900144)]
    [InlineData("scope", "openid nonsense", "invalid_scope", 70011)]
    [InlineData("scope", "https://other.crm.dynamics.com/user_impersonation", "invalid_resource", 500011)]
    [InlineData("scope", "SITE/read_everything", "invalid_client", 650053)]
    [InlineData("scope", "SITE/user_impersonation SITE//user_impersonation", "invalid_scope", 28000)]
    [InlineData("scope", "SITE/user_impersonation SITE/.default", "invalid_scope", 70011)]
    [InlineData("code_challenge", "short", "invalid_request", 501491)]
    [InlineData("code_challenge_method", "S512", "invalid_request", 90023)]
    public async Task Every_other_mistake_goes_back_to_the_app(string parameter, string? value, string error, int code)
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, (parameter, value?.Replace("SITE", Site, StringComparison.Ordinal))));
        person.Answer()["error"].ShouldBe(error);
        person.Answer()["error_description"].ShouldStartWith($"AADSTS{code}: ");
        person.Answer()["error_description"].ShouldContain("\r\nTrace ID: ");
        person.Answer()["state"].ShouldBe("a state/with+signs");
        person.LeftFor!.GetLeftPart(UriPartial.Path).ShouldBe(Redirect);
    }

    [Fact]
    public async Task A_redirect_without_a_path_is_the_same_as_one_with_a_slash_and_gets_the_slash_in_the_answer()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("redirect_uri", "http://localhost:4711"), ("prompt", "none")));
        person.LeftFor!.OriginalString.ShouldStartWith("http://localhost:4711/?error=");
    }

    [Fact]
    public async Task An_unknown_tenant_is_a_page()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public).Replace(Directory.TenantId.ToString(), "fabrikam.example", StringComparison.Ordinal));
        person.TextOf("code").ShouldBe("AADSTS90002");
    }

    [Fact]
    public async Task A_form_works_once_and_only_in_its_own_browser()
    {
        using var person = new Person(Sandbox);
        using var stranger = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        var (action, fields) = (Site + person.FormAction(), (IReadOnlyList<KeyValuePair<string, string>>)[.. person.HiddenFields(), new("user", Ada)]);

        await stranger.OpenAsync(AuthorizeUrl(Public));
        await stranger.PostAsync(action, fields);
        stranger.TextOf("code").ShouldBe("AADSTS165000");

        await person.PostAsync(action, fields);
        person.Page.ShouldBe("consent");
        await person.PostAsync(action, fields);
        person.TextOf("code").ShouldBe("AADSTS165000");

        await stranger.OpenAsync($"{Sandbox.Addresses.AuthorizationUrl}?ctx={fields.Single(field => field.Key == "ctx").Value}");
        stranger.TextOf("code").ShouldBe("AADSTS165000");
    }

    [Fact]
    public async Task A_page_left_open_for_half_an_hour_is_dead()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        Clock.Advance(TimeSpan.FromMinutes(31));
        await person.PressAsync("user", Ada);
        person.TextOf("code").ShouldBe("AADSTS165000");
    }

    [Fact]
    public async Task Text_from_the_address_is_shown_as_text()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("client_id", "<script>alert(1)</script>")));
        person.Html.ShouldNotContain("<script>");
        person.Response!.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
    }
}
