using System.Net;
using System.Text;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class ControlTests : SignInTest
{
    [Fact]
    public async Task Access_tokens_can_be_made_to_expire_and_the_refresh_token_goes_on()
    {
        var (_, before, _) = await RedeemAsync(Public, await GetCodeAsync(Public));
        (await ControlAsync("""{"expireAccessTokens": true}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        Sandbox.AccessTokens.Read(Text(before, "access_token"), out var reason).ShouldBeNull();
        reason.ShouldBe("The access token expired.");

        var (status, after, _) = await RefreshAsync(Public, Text(before, "refresh_token"));
        status.ShouldBe(HttpStatusCode.OK);
        Sandbox.AccessTokens.Read(Text(after, "access_token"), out _).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_refresh_tokens_of_one_person_can_be_revoked()
    {
        var (_, ada, _) = await RedeemAsync(Public, await GetCodeAsync(Public));
        (await ControlAsync($$"""{"revokeRefreshTokens": "{{Bruno}}"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        var (status, next, _) = await RefreshAsync(Public, Text(ada, "refresh_token"));
        status.ShouldBe(HttpStatusCode.OK);

        (await ControlAsync($$"""{"revokeRefreshTokens": "{{Ada}}"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        ShouldBeRefusal(await RefreshAsync(Public, Text(next, "refresh_token")), HttpStatusCode.BadRequest, "invalid_grant", 50173);
        Sandbox.AccessTokens.Read(Text(next, "access_token"), out _).ShouldNotBeNull();

        (await ControlAsync("""{"revokeEverything": "*"}""")).Status.ShouldBe(HttpStatusCode.NoContent);
        Sandbox.AccessTokens.Read(Text(next, "access_token"), out _).ShouldBeNull();
    }

    [Fact]
    public async Task The_next_sign_in_and_the_next_token_request_can_be_refused_with_any_number()
    {
        await ControlAsync("""{"failNextSignIn": 53003, "failNextTokenRequest": 7000222}""");
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Ada);
        person.Answer()["error"].ShouldBe("access_denied");
        person.Answer()["error_description"].ShouldStartWith("AADSTS53003: ");

        ShouldBeRefusal(await ClientCredentialsAsync(Confidential), HttpStatusCode.Unauthorized, "invalid_client", 7000222);
        (await ClientCredentialsAsync(Confidential)).Status.ShouldBe(HttpStatusCode.OK);

        await ControlAsync("""{"failNextTokenRequest": 50076}""");
        var (_, body, _) = await ClientCredentialsAsync(Confidential);
        Text(body, "suberror").ShouldBe("basic_action");
        Text(body, "claims").ShouldContain("capolids");
    }

    [Fact]
    public async Task People_can_be_forgotten()
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(Public));
        await person.PressAsync("user", Ada);
        await person.PressAsync("consent", "accept");
        await ControlAsync("""{"forgetPeople": true}""");
        await person.OpenAsync(AuthorizeUrl(Public));
        person.Page.ShouldBe("account");
        await person.PressAsync("user", Ada);
        person.Page.ShouldBe("consent");
    }

    [Theory]
    [InlineData("""{"expireAccessTokens": true, "explode": 1}""")]
    [InlineData("""{"expireAccessTokens": true, "failNextSignIn": "soon"}""")]
    [InlineData("""[true]""")]
    [InlineData("{")]
    public async Task An_order_that_is_not_understood_does_nothing(string order)
    {
        var (_, body, _) = await ClientCredentialsAsync(Confidential);
        var (status, answer, _) = await ControlAsync(order);
        status.ShouldBe(HttpStatusCode.BadRequest);
        Text(answer, "error").ShouldNotBeEmpty();
        Sandbox.AccessTokens.Read(Text(body, "access_token"), out _).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_page_from_elsewhere_cannot_give_orders()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Site}/_sandbox/control")
        {
            Content = new StringContent("""{"expireAccessTokens": true}""", Encoding.UTF8, "text/plain"),
        };
        (await SendAsync(request)).Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }
}
