using System.Net;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class AuthorizeTests : SignInTest
{
    [Fact]
    public async Task Cancel_on_the_consent_page_goes_back_to_the_app_as_access_denied()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "cancel");
        ShouldBeRedirectedRefusal(person, "access_denied", 65004);
        person.Answer()["error_subcode"].ShouldBe("cancel");
        person.Answer()["state"].ShouldBe("a state/with+signs");
    }

    [Fact]
    public async Task Consent_is_remembered_for_this_person_and_app_and_asked_again_with_prompt_consent()
    {
        using var person = new Person(Sandbox);
        await SignInAsync(person, Ada);

        await person.OpenAsync(AuthorizeUrl(Public));
        person.Answer().ShouldContainKey("code", "signed in and consented: no page at all");

        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "consent")));
        person.Page.ShouldBe("consent");
        await person.PressAsync("consent", "accept");
        person.Answer().ShouldContainKey("code");

        await person.OpenAsync(AuthorizeUrl(Confidential));
        person.Page.ShouldBe("consent", "another app");

        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "select_account")));
        await person.PressAsync("user", Bruno);
        person.Page.ShouldBe("consent", "another person");
    }

    [Theory]
    [InlineData("login")]
    [InlineData("select_account")]
    public async Task Prompt_login_and_select_account_ask_who_it_is_although_signed_in(string prompt)
    {
        using var person = new Person(Sandbox);
        await SignInAsync(person, Ada);
        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", prompt)));
        person.Page.ShouldBe("account");
        await person.PressAsync("user", Ada);
        person.Answer().ShouldContainKey("code");
    }

    [Fact]
    public async Task Prompt_none_shows_no_page()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "none")));
        ShouldBeRedirectedRefusal(person, "login_required", 50058);

        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Ada);
        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "none")));
        ShouldBeRedirectedRefusal(person, "interaction_required", 65001);

        await SignInAsync(person, Ada);
        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "none")));
        person.Answer().ShouldContainKey("code");

        await SignInAsync(person, Bruno, ("prompt", "select_account"));
        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "none")));
        ShouldBeRedirectedRefusal(person, "interaction_required", 16000);
        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "none"), ("login_hint", Bruno)));
        person.Answer().ShouldContainKey("code");
    }

    [Fact]
    public async Task A_login_hint_puts_that_person_first()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("login_hint", Bruno)));
        person.Html.IndexOf(Bruno, StringComparison.Ordinal).ShouldBeLessThan(person.Html.IndexOf(Ada, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var person = new Person(Sandbox);
        await SignInAsync(person, Ada);
        await person.OpenAsync($"{Site}/common/oauth2/v2.0/logout");
        person.Page.ShouldBe("signed-out");
        await person.OpenAsync(AuthorizeUrl(Public));
        person.Page.ShouldBe("account");

        await person.OpenAsync($"{Site}/common/oauth2/v2.0/logout?post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5000&state=s");
        person.LeftFor!.AbsoluteUri.ShouldBe("http://localhost:5000/?state=s");
        await person.OpenAsync($"{Site}/common/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2Felsewhere.example");
        person.LeftFor.ShouldBeNull();
    }

    [Fact]
    public async Task Response_mode_fragment_answers_behind_the_hash()
    {
        using var person = new Person(Sandbox);
        await SignInAsync(person, Ada, ("response_mode", "fragment"));
        person.LeftFor!.Query.ShouldBeEmpty();
        person.LeftFor.Fragment.ShouldStartWith("#code=");
    }

    [Fact]
    public async Task Response_mode_form_post_answers_with_a_form_that_a_browser_posts()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("response_mode", "form_post"), ("state", "\"><b>")));
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        person.Page.ShouldBe("form_post");
        person.FormAction().ShouldBe(Redirect);
        var fields = person.HiddenFields().ToDictionary(StringComparer.Ordinal);
        fields["state"].ShouldBe("\"><b>");
        (await RedeemAsync(Public, fields["code"])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_request_by_post_works_as_one_by_get()
    {
        using var person = new Person(Sandbox);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(AuthorizeUrl(Public)).Query);
        await person.PostAsync(Sandbox.Addresses.AuthorizationUrl, query.AllKeys.Select(key => KeyValuePair.Create(key!, query[key]!)));
        person.Page.ShouldBe("account");
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        (await RedeemAsync(Public, person.Answer()["code"])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_v1_endpoint_takes_a_resource()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("scope", null), ("resource", $"{Site}/")).Replace("/v2.0/", "/", StringComparison.Ordinal));
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        var (_, body, _) = await TokenAsync(
            [
                new("grant_type", "authorization_code"), new("client_id", Public.Id.ToString()), new("code", person.Answer()["code"]),
                new("redirect_uri", Redirect), new("code_verifier", Verifier), new("resource", $"{Site}/"),
            ],
            $"{Site}/common/oauth2/token");
        Text(body, "expires_in").ShouldBe("3600");
        Jwt(body).Audiences.ShouldBe([$"{Site}/"]);
        Sandbox.AccessTokens.Read(Text(body, "access_token"), out _).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("common")]
    [InlineData("organizations")]
    [InlineData("contoso.example")]
    public async Task The_tenant_has_other_names_too(string tenant)
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public).Replace(Directory.TenantId.ToString(), tenant, StringComparison.Ordinal));
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        (await RedeemAsync(Public, person.Answer()["code"])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/user_impersonation", "")]
    [InlineData("//user_impersonation", "/")]
    [InlineData("/.default", "")]
    public async Task The_scope_may_be_spelled_in_several_ways(string scope, string audienceEnd)
    {
        var (_, body, _) = await RedeemAsync(Public, await GetCodeAsync(Public, ("scope", $"{Site}{scope} openid email")));
        Jwt(body).Audiences.ShouldBe([Site + audienceEnd]);
        Jwt(body, "id_token").GetPayloadValue<string>("email").ShouldBe(Ada);
        Sandbox.AccessTokens.Read(Text(body, "access_token"), out _).ShouldNotBeNull();
    }

    private async Task SignInAsync(Person person, string user, params (string Name, string? Value)[] changes)
    {
        await person.OpenAsync(AuthorizeUrl(Public, changes));
        if (person.Page == "account")
        {
            await person.PressAsync("user", user);
        }

        if (person.Page == "consent")
        {
            await person.PressAsync("consent", "accept");
        }

        person.Answer().ShouldContainKey("code");
    }

    private static void ShouldBeRedirectedRefusal(Person person, string error, int code)
    {
        person.Answer()["error"].ShouldBe(error);
        person.Answer()["error_description"].ShouldStartWith($"AADSTS{code}: ");
        person.Answer()["error_uri"].ShouldEndWith($"/error?code={code}");
    }
}
