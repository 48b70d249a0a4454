using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>Conditional access asks for more in the middle of things: learn.microsoft.com/entra/identity-platform/claims-challenge.</summary>
public sealed partial class ClaimsChallengeTests : SignInTest
{
    private const string StepUp = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    [Fact]
    public async Task The_site_challenges_a_token_until_the_person_has_signed_in_with_the_claims()
    {
        var (_, before, _) = await RedeemAsync(Public, await SignInAsync(Ada));
        (await ControlAsync($$"""{"challengeOnSite": {"{{Ada}}": true} }""")).Status.ShouldBe(HttpStatusCode.NoContent);
        var (status, _, response) = await SiteAsync(Text(before, "access_token"));
        status.ShouldBe(HttpStatusCode.Unauthorized);
        var challenge = response.Headers.WwwAuthenticate.ToString();
        challenge.ShouldContain("error=\"insufficient_claims\"");
        challenge.ShouldContain($"authorization_uri=\"{Site}/{Directory.TenantId}/oauth2/authorize\"");
        var claims = Encoding.UTF8.GetString(Convert.FromBase64String(ClaimsOf.Match(challenge).Value));
        claims.ShouldBe(StepUp);

        // A refresh can't give what only the person can.
        var refused = await RefreshAsync(Public, Text(before, "refresh_token"), ("claims", claims));
        ShouldBeRefusal(refused, HttpStatusCode.BadRequest, "interaction_required", 50076);
        Text(refused.Body, "claims").ShouldBe(StepUp);
        Text(refused.Body, "suberror").ShouldBe("basic_action");

        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("claims", claims)));
        await person.PressAsync("user", Ada);
        person.Page.ShouldBe("mfa");
        await person.PressAsync("mfa", "approve");
        var (_, after, _) = await RedeemAsync(Public, person.Answer()["code"]);
        Jwt(after).GetPayloadValue<string[]>("acrs").ShouldBe(["c1"]);
        (await SiteAsync(Text(after, "access_token"))).Status.ShouldBe(HttpStatusCode.OK);

        // From then on the context comes with each refresh.
        var (_, later, _) = await RefreshAsync(Public, Text(after, "refresh_token"));
        (await SiteAsync(Text(later, "access_token"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_refresh_can_be_refused_with_claims_until_the_person_has_signed_in_again()
    {
        var (_, before, _) = await RedeemAsync(Public, await SignInAsync(Ada));
        await ControlAsync("""{"demandClaims": {"*": true}}""");
        var refused = await RefreshAsync(Public, Text(before, "refresh_token"));
        ShouldBeRefusal(refused, HttpStatusCode.BadRequest, "interaction_required", 50076);
        Text(refused.Body, "claims").ShouldContain("capolids");

        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("claims", Text(refused.Body, "claims"))));
        await person.PressAsync("user", Ada);
        await person.PressAsync("mfa", "approve");
        var (_, after, _) = await RedeemAsync(Public, person.Answer()["code"]);
        (await RefreshAsync(Public, Text(after, "refresh_token"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Someone_who_gave_a_second_factor_before_gets_the_context_by_refresh()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Directory.TroubledUsers[0].UserName);
        await person.PressAsync("mfa", "approve");
        await person.PressAsync("consent", "accept");
        var (_, before, _) = await RedeemAsync(Public, person.Answer()["code"]);
        Jwt(before).TryGetPayloadValue<string[]>("acrs", out _).ShouldBeFalse();
        var (status, after, _) = await RefreshAsync(Public, Text(before, "refresh_token"), ("claims", StepUp));
        status.ShouldBe(HttpStatusCode.OK, after.ToString());
        Jwt(after).GetPayloadValue<string[]>("acrs").ShouldBe(["c1"]);
    }

    [Fact]
    public async Task Client_capabilities_alone_ask_for_nothing()
    {
        (string, string?) claims = ("claims", """{"access_token":{"xms_cc":{"values":["CP1"]}}}""");
        var code = await GetCodeAsync(Public, claims);
        (await RedeemAsync(Public, code, claims)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public async Task Claims_that_are_no_JSON_object_are_malformed(string claims)
    {
        ShouldBeRefusal(await ClientCredentialsAsync(Confidential, ("claims", claims)), HttpStatusCode.BadRequest, "invalid_request", 9002313);
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public, ("claims", claims)));
        person.Answer()["error_description"].ShouldStartWith("AADSTS9002313: ");
    }

    [GeneratedRegex("(?<=claims=\")[^\"]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClaimsOf { get; }
}
