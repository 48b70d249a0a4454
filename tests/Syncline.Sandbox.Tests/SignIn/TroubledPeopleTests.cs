using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Syncline.Sandbox.Directory;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>People and apps with whom something goes wrong on purpose, by themselves or by order.</summary>
public sealed class TroubledPeopleTests : SignInTest
{
    [Theory]
    [InlineData(Trouble.ConditionalAccess, "53003")]
    [InlineData(Trouble.AssignmentMissing, "50105")]
    [InlineData(Trouble.AccountDisabled, "50057")]
    [InlineData(Trouble.AdminConsentNeeded, "90094")]
    public async Task A_person_who_may_not_is_told_on_a_page_that_leads_back_to_the_app(Trouble trouble, string code)
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", UserWith(trouble));
        person.TextOf("code").ShouldBe($"AADSTS{code}");
        await person.PressAsync("return", "return");
        person.Answer()["error"].ShouldBe("access_denied");
        person.Answer()["error_description"].ShouldStartWith($"AADSTS{code}: ");
        person.Answer()["state"].ShouldBe("a state/with+signs");
    }

    [Theory]
    [InlineData(Trouble.MultiFactorRequired, "mfa")]
    [InlineData(Trouble.MultiFactorEnrolment, "mfa-enrolment")]
    public async Task A_person_who_gives_the_second_factor_gets_in_and_their_token_says_so(Trouble trouble, string page)
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", UserWith(trouble));
        person.Page.ShouldBe(page);
        await person.PressAsync("mfa", "approve");
        await person.PressAsync("consent", "accept");
        var (status, body, _) = await RedeemAsync(Public, person.Answer()["code"]);
        status.ShouldBe(HttpStatusCode.OK);
        Jwt(body).GetPayloadValue<string[]>("amr").ShouldBe(["pwd", "mfa"]);
    }

    [Fact]
    public async Task A_person_who_denies_the_second_factor_does_not_get_in()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", UserWith(Trouble.MultiFactorRequired));
        await person.PressAsync("mfa", "deny");
        person.Answer()["error_description"].ShouldStartWith("AADSTS500121: ");
    }

    [Fact]
    public async Task Without_a_page_the_second_factor_is_asked_for_by_error()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", UserWith(Trouble.MultiFactorRequired));
        await person.OpenAsync(AuthorizeUrl(Public, ("prompt", "none")));
        person.Answer()["error"].ShouldBe("interaction_required");
        person.Answer()["error_description"].ShouldStartWith("AADSTS50076: ");
    }

    [Fact]
    public async Task An_app_can_need_an_administrator_and_go_on_once_one_has_consented()
    {
        var app = AppWith(Trouble.AdminConsentNeeded);
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(app));
        await person.PressAsync("user", Ada);
        person.Page.ShouldBe("admin-needed");

        using var administrator = new Person(Sandbox);
        await administrator.OpenAsync($"{Site}/{Directory.TenantId}/adminconsent?client_id={app.Id}&state=12&redirect_uri={Uri.EscapeDataString(Redirect)}");
        administrator.Page.ShouldBe("admin-consent");
        await administrator.PressAsync("consent", "accept");
        administrator.Answer()["admin_consent"].ShouldBe("True");
        administrator.Answer()["tenant"].ShouldBe(Directory.TenantId.ToString());
        administrator.Answer()["state"].ShouldBe("12");

        await person.OpenAsync(AuthorizeUrl(app));
        person.Answer()["code"].ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_administrator_can_decline_and_a_form_from_elsewhere_counts_for_nothing()
    {
        var app = AppWith(Trouble.AdminConsentNeeded);
        var address = $"{Site}/{Directory.TenantId}/v2.0/adminconsent?client_id={app.Id}";
        using var administrator = new Person(Sandbox);
        await administrator.PostAsync(address, [new("consent", "accept"), new("canary", "")]);
        administrator.TextOf("code").ShouldBe("AADSTS165000");
        await administrator.OpenAsync(address);
        await administrator.PressAsync("consent", "cancel");
        administrator.Page.ShouldBe("admin-consented");

        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(app));
        await person.PressAsync("user", Ada);
        person.Page.ShouldBe("admin-needed");
    }

    [Fact]
    public async Task An_app_can_ask_for_assignment_and_a_secret_can_be_expired()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(AppWith(Trouble.AssignmentMissing)));
        await person.PressAsync("user", Ada);
        person.TextOf("code").ShouldBe("AADSTS50105");
        ShouldBeRefusal(await ClientCredentialsAsync(AppWith(Trouble.SecretExpired)), HttpStatusCode.Unauthorized, "invalid_client", 7000222);
        ShouldBeRefusal(
            await ClientCredentialsAsync(AppWith(Trouble.SecretExpired), ("client_secret", "wrong")), HttpStatusCode.Unauthorized, "invalid_client", 7000215);
    }

    [Theory]
    [InlineData(Trouble.NotAMember, "0x80072560", "The user is not a member of the organization.")]
    [InlineData(Trouble.NoRoles, "0x80042f09", "The user has not been assigned any roles.")]
    [InlineData(Trouble.DisabledOnSite, "0x80040225", "The specified user is either disabled or is not a member of any business unit.")]
    public async Task The_site_refuses_people_and_apps_that_it_does_not_let_in(Trouble trouble, string code, string message)
    {
        var (_, app, _) = await ClientCredentialsAsync(AppWith(trouble));
        var (_, person, _) = await RedeemAsync(Public, await SignInAsync(UserWith(trouble)));
        foreach (var token in new[] { Text(app, "access_token"), Text(person, "access_token") })
        {
            var (status, body, response) = await SiteAsync(token);
            status.ShouldBe(HttpStatusCode.Forbidden);
            body.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
            body.GetProperty("error").GetProperty("message").GetString().ShouldBe(message);
            response.Headers.Contains("x-ms-service-request-id").ShouldBeTrue();
        }

        var (_, well, _) = await ClientCredentialsAsync(Confidential);
        (await SiteAsync(Text(well, "access_token"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_site_can_be_ordered_to_refuse_somebody_and_to_let_them_in_again()
    {
        var (_, body, _) = await RedeemAsync(Public, await SignInAsync(Ada));
        var token = Text(body, "access_token");
        await OrderAsync($$"""{"refuseOnSite": {"{{Ada}}": "no-roles"} }""");
        (await SiteAsync(token)).Body.GetProperty("error").GetProperty("code").GetString().ShouldBe("0x80042f09");
        await OrderAsync($$"""{"refuseOnSite": {"{{Ada}}": null} }""");
        (await SiteAsync(token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_person_can_be_refused_by_order_at_sign_in_and_at_refresh_until_it_is_taken_back()
    {
        var (_, body, _) = await RedeemAsync(Public, await SignInAsync(Ada));
        await OrderAsync($$"""{"refuse": {"{{Ada}}": 53003} }""");
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Ada);
        person.Answer()["error_description"].ShouldStartWith("AADSTS53003: ");
        ShouldBeRefusal(await RefreshAsync(Public, Text(body, "refresh_token")), HttpStatusCode.BadRequest, "access_denied", 53003);
        await OrderAsync("""{"clearOrders": true}""");
        (await RefreshAsync(Public, Text(body, "refresh_token"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_app_can_be_refused_by_order_at_every_endpoint()
    {
        await OrderAsync($$"""{"refuse": {"{{Confidential.Id}}": 7000112} }""");
        ShouldBeRefusal(await ClientCredentialsAsync(Confidential), HttpStatusCode.BadRequest, "unauthorized_client", 7000112);
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Confidential));
        await person.PressAsync("user", Ada);
        person.Answer()["error_description"].ShouldStartWith("AADSTS7000112: ");
    }

    [Theory]
    [InlineData(50011)]
    [InlineData(700016)]
    public async Task What_Entra_never_sends_to_an_app_stays_on_a_page(int code)
    {
        await OrderAsync($$"""{"failNextSignIn": {{code}} }""");
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Ada);
        person.Page.ShouldBe("error");
        person.TextOf("code").ShouldBe($"AADSTS{code}");
        person.LeftFor.ShouldBeNull();
    }

    [Theory]
    [InlineData(50011)]
    [InlineData(50076)]
    [InlineData(50079)]
    [InlineData(50105)]
    [InlineData(50173)]
    [InlineData(500011)]
    [InlineData(53003)]
    [InlineData(65001)]
    [InlineData(70011)]
    [InlineData(700016)]
    [InlineData(700025)]
    [InlineData(700082)]
    [InlineData(7000215)]
    [InlineData(7000218)]
    [InlineData(7000222)]
    [InlineData(90002)]
    [InlineData(90094)]
    [InlineData(900144)]
    [InlineData(9002313)]
    [InlineData(1002012)]
    public async Task The_token_endpoint_can_be_ordered_to_refuse_with_each_number_that_Syncline_explains(int code)
    {
        await OrderAsync($$"""{"failNextTokenRequest": {{code}} }""");
        var (status, body, _) = await ClientCredentialsAsync(Confidential);
        ((int)status).ShouldBe(Text(body, "error") == "invalid_client" ? 401 : 400);
        Text(body, "error_description").ShouldStartWith($"AADSTS{code}: ");
        Text(body, "error_description").ShouldNotContain("was asked to refuse");
    }

    [Theory]
    [InlineData("""{"refuse": {"ada": "soon"}}""")]
    [InlineData("""{"refuse": 53003}""")]
    [InlineData("""{"refuseOnSite": {"ada": "somehow"}}""")]
    [InlineData("""{"demandClaims": {"ada": 1}}""")]
    public async Task A_standing_order_that_is_not_understood_is_refused(string order) =>
        (await ControlAsync(order)).Status.ShouldBe(HttpStatusCode.BadRequest);

    private string UserWith(Trouble trouble) => Directory.TroubledUsers.Single(user => user.Trouble == trouble).UserName;

    private SandboxApp AppWith(Trouble trouble) => Directory.TroubledApps.Single(app => app.Trouble == trouble);

    private async Task OrderAsync(string order) => (await ControlAsync(order)).Status.ShouldBe(HttpStatusCode.NoContent);
}
