using Microsoft.IdentityModel.Tokens;

namespace Syncline.Sandbox.Tests.SignIn;

public sealed class AccessTokenReaderTests : SignInTest
{
    [Fact]
    public async Task A_token_expires_by_the_sandbox_clock()
    {
        var token = await TokenOfAppAsync();
        Clock.Advance(TimeSpan.FromSeconds(3599));
        Sandbox.AccessTokens.Read(token, out _).ShouldNotBeNull();
        Clock.Advance(TimeSpan.FromSeconds(1));
        Sandbox.AccessTokens.Read(token, out var reason).ShouldBeNull();
        reason.ShouldBe("The access token expired at 2026-03-02 10:30:15Z.");
    }

    [Fact]
    public async Task A_token_that_was_changed_is_refused()
    {
        var parts = (await TokenOfAppAsync()).Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace(Confidential.Id.ToString(), Public.Id.ToString(), StringComparison.Ordinal);
        Sandbox.AccessTokens.Read($"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}", out var reason).ShouldBeNull();
        reason.ShouldBe("The signature of the access token is not valid.");
        Sandbox.AccessTokens.Read($"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.", out _).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.@@@")]
    public void Nonsense_is_refused_with_a_reason(string token)
    {
        Sandbox.AccessTokens.Read(token, out var reason).ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_id_token_opens_nothing()
    {
        var (_, body, _) = await RedeemAsync(Public, await GetCodeAsync(Public));
        Sandbox.AccessTokens.Read(Text(body, "id_token"), out var reason).ShouldBeNull();
        reason!.ShouldContain("issuer");
    }

    [Fact]
    public async Task A_token_that_was_asked_for_without_the_site_in_its_scope_does_not_open_the_site()
    {
        var (_, body, _) = await RedeemAsync(Public, await GetCodeAsync(Public, ("scope", "openid profile offline_access")));
        Sandbox.AccessTokens.Read(Text(body, "access_token"), out var reason).ShouldBeNull();
        reason.ShouldBe($"The audience '00000003-0000-0000-c000-000000000000' of the access token is not {Site}.");

        // The site can be named later, with the refresh token.
        (_, body, _) = await RefreshAsync(Public, Text(body, "refresh_token"), ("scope", $"{Site}/.default"));
        Sandbox.AccessTokens.Read(Text(body, "access_token"), out _).ShouldNotBeNull();
        Text(body, "scope").ShouldBe($"{Site}/user_impersonation {Site}/.default");
    }

    private async Task<string> TokenOfAppAsync() => Text((await ClientCredentialsAsync(Confidential)).Body, "access_token");
}
