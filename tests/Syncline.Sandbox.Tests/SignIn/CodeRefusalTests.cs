using System.Net;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class CodeRefusalTests : SignInTest
{
    [Fact]
    public async Task A_second_exchange_of_a_code_is_refused_and_takes_back_what_the_first_one_gave()
    {
        var code = await GetCodeAsync(Public);
        var (_, tokens, _) = await RedeemAsync(Public, code);
        Sandbox.AccessTokens.Read(Text(tokens, "access_token"), out _).ShouldNotBeNull();

        ShouldBeRefusal(await RedeemAsync(Public, code), HttpStatusCode.BadRequest, "invalid_grant", 54005);

        Sandbox.AccessTokens.Read(Text(tokens, "access_token"), out var reason).ShouldBeNull();
        reason.ShouldBe("The access token was revoked.");
        ShouldBeRefusal(await RefreshAsync(Public, Text(tokens, "refresh_token")), HttpStatusCode.BadRequest, "invalid_grant", 50173);
    }

    [Fact]
    public async Task A_code_is_dead_after_ten_minutes()
    {
        var young = await GetCodeAsync(Public);
        Clock.Advance(TimeSpan.FromSeconds(599));
        (await RedeemAsync(Public, young)).Status.ShouldBe(HttpStatusCode.OK);

        var old = await GetCodeAsync(Public);
        Clock.Advance(TimeSpan.FromSeconds(600));
        ShouldBeRefusal(await RedeemAsync(Public, old), HttpStatusCode.BadRequest, "invalid_grant", 70008);
    }

    [Fact]
    public async Task A_wrong_verifier_is_refused_and_does_not_use_the_code_up()
    {
        var code = await GetCodeAsync(Public);
        ShouldBeRefusal(await RedeemAsync(Public, code, ("code_verifier", Verifier + "x")), HttpStatusCode.BadRequest, "invalid_grant", 501481);
        ShouldBeRefusal(await RedeemAsync(Public, code, ("code_verifier", null)), HttpStatusCode.BadRequest, "invalid_grant", 50148);
        (await RedeemAsync(Public, code)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData(null)]
    public async Task A_plain_challenge_is_the_verifier_itself(string? method)
    {
        (string, string?)[] changes = [("code_challenge", Verifier), ("code_challenge_method", method)];
        ShouldBeRefusal(
            await RedeemAsync(Public, await GetCodeAsync(Public, changes), ("code_verifier", Verifier + "x")), HttpStatusCode.BadRequest, "invalid_grant", 501481);
        (await RedeemAsync(Public, await GetCodeAsync(Public, changes))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_a_challenge_no_verifier_is_wanted()
    {
        var code = await GetCodeAsync(Public, ("code_challenge", null), ("code_challenge_method", null));
        (await RedeemAsync(Public, code, ("code_verifier", null))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_code_is_bound_to_its_redirect_uri_and_its_app()
    {
        var code = await GetCodeAsync(Public);
        ShouldBeRefusal(await RedeemAsync(Public, code, ("redirect_uri", "http://localhost:1/")), HttpStatusCode.Unauthorized, "invalid_client", 500112);
        ShouldBeRefusal(await RedeemAsync(Confidential, code), HttpStatusCode.BadRequest, "invalid_grant", 70000);
        (await RedeemAsync(Public, code)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Something_that_is_no_code_is_malformed_and_an_unknown_one_is_invalid()
    {
        ShouldBeRefusal(await RedeemAsync(Public, "nonsense"), HttpStatusCode.BadRequest, "invalid_grant", 9002313);
        ShouldBeRefusal(await RedeemAsync(Public, "0.SANDBOX-unknown"), HttpStatusCode.BadRequest, "invalid_grant", 70000);
    }

    [Fact]
    public async Task Of_many_exchanges_at_once_at_most_one_succeeds()
    {
        var code = await GetCodeAsync(Public);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => RedeemAsync(Public, code)));
        answers.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(answer => answer.Body.TryGetProperty("error_codes", out var codes) && codes[0].GetInt32() == 54005).ShouldBe(11);
    }
}
