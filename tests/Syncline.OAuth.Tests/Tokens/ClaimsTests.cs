using System.Buffers.Text;
using System.Text.Json.Nodes;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.Tokens;

/// <summary>Further proof that a server or a site asks for is brought by the next sign-in (conditional access).</summary>
public sealed class ClaimsTests : FakeServerTest
{
    private const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    [Fact]
    public async Task Claims_that_a_refused_refresh_names_are_brought_by_the_next_sign_in_of_the_same_person()
    {
        await SignInAsync(Source());
        Time.Advance(TimeSpan.FromHours(1));
        var refusal = FakeAuthorizationServer.EntraError("interaction_required", "50076", "You must use multi-factor authentication.");
        refusal["claims"] = Claims;
        Server.AnswerTokens(refusal);
        (await Should.ThrowAsync<SignInException>(async () => await Source().GetAccessTokenAsync(Cancel))).Error.Id.ShouldBe("OA2031");

        var page = await SignInAsync(Source());

        (page["claims"], page["login_hint"]).ShouldBe((Claims, "ada@contoso.example"));
        (await SignInAsync(Source()))["claims"].ShouldBeEmpty("the claims were brought");
    }

    [Fact]
    public async Task Claims_that_a_site_asks_for_outlive_a_renewal()
    {
        var source = Source();
        await SignInAsync(source);
        await source.RememberClaimsAsync(Claims, Cancel);
        Time.Advance(TimeSpan.FromHours(1));
        Server.AnswerTokens(FakeAuthorizationServer.Tokens("access-2", "refresh-2"));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-2");

        (await SignInAsync(Source()))["claims"].ShouldBe(Claims);
    }

    [Fact]
    public async Task A_device_code_is_asked_for_with_the_claims()
    {
        var source = Source(GrantType.DeviceCode);
        await source.RememberClaimsAsync(Claims, Cancel);
        Server.OnOther = (context, _) => FakeAuthorizationServer.JsonAsync(context, 200, new JsonObject
        {
            ["device_code"] = "device",
            ["user_code"] = "ABC",
            ["verification_uri"] = "https://login.example/device",
            ["expires_in"] = 900,
            ["interval"] = 1,
        });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var prompt = new ScriptedPrompt();

        var signIn = source.SignInAsync(prompt, enough.Token);
        await Task.WhenAny(prompt.DeviceCodeShown, signIn);
        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => signIn);
        Server.Requests.First().Form["claims"].ShouldBe(Claims);
    }

    private async Task<SignInPage> SignInAsync(TokenSource source)
    {
        var answer = FakeAuthorizationServer.Tokens();
        answer["id_token"] = $"e30.{Base64Url.EncodeToString("""{"preferred_username":"ada@contoso.example"}"""u8)}.sig";
        Server.AnswerTokens(answer);
        var prompt = new ScriptedPrompt { Browser = page => page.ReturnAsync(("code", "c"), ("state", page.State)) };
        await source.SignInAsync(prompt, Cancel);
        return await prompt.OpenedAsync();
    }

    private TokenSource Source(GrantType grant = GrantType.AuthorizationCode) => new(
        Settings() with { GrantType = grant }, State, Http, Time);
}
