using System.Text;
using System.Text.Json.Nodes;
using System.Buffers.Text;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.Tokens;

public sealed class TokenSourceTests : FakeServerTest
{
    [Fact]
    public async Task A_sign_in_is_kept_and_found_by_the_next_process()
    {
        var idToken = $"e30.{Base64Url.EncodeToString("""{"name":"Ada Winter","preferred_username":"ada@contoso.example","oid":"o","tid":"t"}"""u8)}.sig";
        var answer = FakeAuthorizationServer.Tokens();
        answer["id_token"] = idToken;
        var user = await SignInAsync(Source(), answer);

        user.ShouldBe(new SignedInUser("Ada Winter", "ada@contoso.example", "o", "t"));
        var next = Source();
        (await next.GetAccessTokenAsync(Cancel)).ShouldBe("access-1");
        (await next.GetUserAsync(Cancel)).ShouldBe(user);
        Server.TokenRequests.Count().ShouldBe(1);
        (await State.ReadAsync("tokens", Cancel))!.ShouldNotContain(idToken);
    }

    [Fact]
    public async Task How_long_a_sign_in_lasts_and_whether_it_is_renewed_is_told_without_asking_a_server()
    {
        var source = Source();
        (await source.GetSpanAsync(Cancel)).ShouldBeNull();
        await SignInAsync(source);
        (await source.GetSpanAsync(Cancel)).ShouldBe(new SignInSpan(Time.GetUtcNow().AddHours(1), IsRenewed: true));

        var answer = FakeAuthorizationServer.Tokens();
        answer.Remove("refresh_token");
        await SignInAsync(source, answer);
        (await source.GetSpanAsync(Cancel))!.IsRenewed.ShouldBeFalse();
        Server.TokenRequests.Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_token_is_renewed_five_minutes_before_its_end_and_the_rotated_refresh_token_is_kept()
    {
        var source = Source();
        await SignInAsync(source);
        Server.AnswerTokens(FakeAuthorizationServer.Tokens("access-2", "refresh-2"), FakeAuthorizationServer.Tokens("access-3", "refresh-3"));
        Time.Advance(TimeSpan.FromMinutes(55) - TimeSpan.FromSeconds(1));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-1");

        Time.Advance(TimeSpan.FromSeconds(1));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-2");
        Time.Advance(TimeSpan.FromMinutes(55));
        (await Source().GetAccessTokenAsync(Cancel)).ShouldBe("access-3");

        var refreshes = Server.TokenRequests.Skip(1).ToArray();
        refreshes.Select(r => r["refresh_token"]).ShouldBe(["refresh-1", "refresh-2"]);
        refreshes.ShouldAllBe(r => r["grant_type"] == "refresh_token" && r["scope"] == "demo offline_access");
    }

    [Fact]
    public async Task An_old_refresh_token_goes_on_when_the_server_gives_no_new_one()
    {
        var source = Source();
        await SignInAsync(source);
        Server.AnswerTokens(FakeAuthorizationServer.Tokens("access-2", null), FakeAuthorizationServer.Tokens("access-3", null));
        Time.Advance(TimeSpan.FromHours(1));
        await source.GetAccessTokenAsync(Cancel);
        Time.Advance(TimeSpan.FromHours(1));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-3");
        Server.TokenRequests.Last()["refresh_token"].ShouldBe("refresh-1");
    }

    [Fact]
    public async Task A_hundred_callers_in_each_of_two_processes_make_one_refresh()
    {
        await SignInAsync(Source());
        Time.Advance(TimeSpan.FromHours(1));
        var calls = 0;
        Server.OnToken = (context, form) =>
        {
            var call = Interlocked.Increment(ref calls);
            return FakeAuthorizationServer.JsonAsync(context, 200, FakeAuthorizationServer.Tokens($"access-{call + 1}", $"refresh-{call + 1}"));
        };
        var sources = new[] { Source(), Source() };

        var tokens = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => sources[i % 2].GetAccessTokenAsync(Cancel).AsTask())));

        tokens.ShouldAllBe(token => token == "access-2");
        calls.ShouldBe(1);
        State.Updates.ShouldBe(3, "the sign-in, and each process once for all its callers");
    }

    [Fact]
    public async Task A_hundred_callers_in_each_of_two_processes_whose_token_was_rejected_make_one_refresh()
    {
        await SignInAsync(Source());
        var calls = 0;
        Server.OnToken = (context, form) =>
        {
            Interlocked.Increment(ref calls);
            return FakeAuthorizationServer.JsonAsync(context, 200, FakeAuthorizationServer.Tokens("access-2", "refresh-2"));
        };
        var sources = new[] { Source(), Source() };

        // Some still ask for any token while others already know that it was rejected.
        var tokens = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () => i % 4 < 2
            ? await sources[i % 2].RefreshAfterRejectionAsync("access-1", Cancel)
            : await sources[i % 2].GetAccessTokenAsync(Cancel) is "access-1" or "access-2" ? "access-2" : "wrong")));

        tokens.ShouldAllBe(token => token == "access-2");
        calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_gives_the_rejected_token_again_is_asked_once_only()
    {
        var source = Source();
        await SignInAsync(source);
        Server.AnswerTokens(FakeAuthorizationServer.Tokens("access-1"));
        (await source.RefreshAfterRejectionAsync("access-1", Cancel)).ShouldBe("access-1");
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_end_the_refresh_of_the_others()
    {
        var source = Source();
        await SignInAsync(source);
        Time.Advance(TimeSpan.FromHours(1));
        var asked = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        Server.OnToken = async (context, _) =>
        {
            asked.SetResult();
            await goOn.Task;
            await FakeAuthorizationServer.JsonAsync(context, 200, FakeAuthorizationServer.Tokens("access-2", "refresh-2"));
        };
        using var impatient = new CancellationTokenSource();
        var first = source.GetAccessTokenAsync(impatient.Token).AsTask();
        await asked.Task;
        var second = source.GetAccessTokenAsync(Cancel).AsTask();

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        goOn.SetResult();

        (await second).ShouldBe("access-2");
        (await Source().GetAccessTokenAsync(Cancel)).ShouldBe("access-2");
    }

    [Fact]
    public async Task A_dead_refresh_token_asks_for_a_new_sign_in_and_the_server_only_once()
    {
        var source = Source();
        await SignInAsync(source);
        Time.Advance(TimeSpan.FromHours(1));
        Server.OnToken = (context, _) => FakeAuthorizationServer.JsonAsync(
            context, 400, FakeAuthorizationServer.EntraError("invalid_grant", "50173", "The provided grant has expired due to it being revoked."));
        for (var i = 0; i < 3; i++)
        {
            var error = (await Should.ThrowAsync<SignInException>(source.GetAccessTokenAsync(Cancel).AsTask())).Error;
            error.Id.ShouldBe("OA2042");
            error.Recovery.ShouldBe(Recovery.SignInAgain);
            error.ServerCode.ShouldBe("AADSTS50173");
            error.Advice!.ShouldContain("syncline connection authorize contoso");
        }

        Server.TokenRequests.Count().ShouldBe(2);

        // The same source goes on after a new sign-in, which may happen in another process.
        await SignInAsync(Source(), FakeAuthorizationServer.Tokens("access-9", "refresh-9"));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-9");
    }

    [Fact]
    public async Task Nobody_signed_in_yet_is_said_so()
    {
        var error = (await Should.ThrowAsync<SignInException>(Source().GetAccessTokenAsync(Cancel).AsTask())).Error;
        (error.Id, error.Recovery).ShouldBe(("OA1401", Recovery.SignInAgain));
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_without_a_refresh_token_is_used_to_its_end_and_then_asks_for_a_new_sign_in()
    {
        var source = Source();
        await SignInAsync(source, FakeAuthorizationServer.Tokens(refreshToken: null));
        Time.Advance(TimeSpan.FromMinutes(58));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-1");
        Time.Advance(TimeSpan.FromMinutes(2));
        (await Should.ThrowAsync<SignInException>(source.GetAccessTokenAsync(Cancel).AsTask())).Error.Id.ShouldBe("OA1404");
    }

    [Fact]
    public async Task A_server_that_is_away_is_not_noticed_while_the_token_lasts_and_can_be_retried_after()
    {
        var source = Source();
        await SignInAsync(source);
        Server.OnToken = (context, _) => FakeAuthorizationServer.TextAsync(context, 503, "text/html", "<h1>down</h1>");
        Time.Advance(TimeSpan.FromMinutes(56));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-1");
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("access-1");
        Server.TokenRequests.Count().ShouldBe(2, "one try in half a minute");

        Time.Advance(TimeSpan.FromMinutes(4));
        var error = (await Should.ThrowAsync<ConnectionException>(source.GetAccessTokenAsync(Cancel).AsTask())).Error;
        (error.Id, error.Recovery).ShouldBe(("OA1311", Recovery.Retry));
    }

    [Fact]
    public async Task Tokens_of_other_settings_are_not_sent_anywhere()
    {
        await SignInAsync(Source());
        var before = Server.Requests.Count;
        foreach (var changed in new[]
        {
            Settings() with { TokenUrl = Server.TokenUrl.Replace("tenant", "other", StringComparison.Ordinal) },
            Settings() with { ClientId = "app-2" },
            Settings() with { Scope = "https://elsewhere.example/user_impersonation" },
        })
        {
            var source = new TokenSource(changed, State, Http, Time);
            (await Should.ThrowAsync<SignInException>(source.GetAccessTokenAsync(Cancel).AsTask())).Error.Id.ShouldBe("OA1403");
            (await source.GetUserAsync(Cancel)).ShouldBeNull();
        }

        Server.Requests.Count.ShouldBe(before);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"version":99}""")]
    public async Task Kept_tokens_that_can_not_be_read_ask_for_a_new_sign_in(string kept)
    {
        await State.UpdateAsync("tokens", (_, _) => ValueTask.FromResult<string?>(kept), Cancel);
        (await Should.ThrowAsync<SignInException>(Source().GetAccessTokenAsync(Cancel).AsTask())).Error.Id.ShouldBe("OA1402");
    }

    [Fact]
    public async Task A_failed_sign_in_leaves_what_was_kept()
    {
        var source = Source();
        await SignInAsync(source);
        await Should.ThrowAsync<SignInException>(SignInAsync(source, new JsonObject { ["error"] = "invalid_grant" }));
        (await Source().GetAccessTokenAsync(Cancel)).ShouldBe("access-1");
    }

    [Fact]
    public async Task Signing_out_forgets_the_tokens()
    {
        var source = Source();
        await SignInAsync(source);
        await source.SignOutAsync(Cancel);
        (await State.ReadAsync("tokens", Cancel)).ShouldBeNull();
        (await Should.ThrowAsync<SignInException>(source.GetAccessTokenAsync(Cancel).AsTask())).Error.Id.ShouldBe("OA1401");
    }

    [Fact]
    public async Task An_app_signs_in_by_itself_and_again_when_its_token_ends()
    {
        Server.AnswerTokens(FakeAuthorizationServer.Tokens("app-1", "never-kept"), FakeAuthorizationServer.Tokens("app-2", null));
        var app = Settings() with { GrantType = GrantType.ClientCredentials, ClientSecret = new Secret("s"), Scope = "https://contoso.example/.default" };
        var source = new TokenSource(app, State, Http, Time);
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("app-1");
        (await State.ReadAsync("tokens", Cancel))!.ShouldNotContain("never-kept");
        (await new TokenSource(app, State, Http, Time).GetAccessTokenAsync(Cancel)).ShouldBe("app-1");
        Time.Advance(TimeSpan.FromHours(1));
        (await source.GetAccessTokenAsync(Cancel)).ShouldBe("app-2");
        Server.TokenRequests.ShouldAllBe(r => r["grant_type"] == "client_credentials" && r["scope"] == "https://contoso.example/.default");
    }

    [Fact]
    public async Task An_app_with_another_secret_asks_anew_and_a_persons_sign_in_outlives_it()
    {
        Server.AnswerTokens(FakeAuthorizationServer.Tokens("app-1", null), FakeAuthorizationServer.Tokens("app-2", null));
        var app = Settings() with { GrantType = GrantType.ClientCredentials, ClientSecret = new Secret("old"), Scope = "https://contoso.example/.default" };
        (await new TokenSource(app, State, Http, Time).GetAccessTokenAsync(Cancel)).ShouldBe("app-1");
        (await new TokenSource(app with { ClientSecret = new Secret("new") }, State, Http, Time).GetAccessTokenAsync(Cancel)).ShouldBe("app-2");
        (await State.ReadAsync("tokens", Cancel))!.ShouldNotContain("new");

        var person = Settings() with { ClientSecret = new Secret("old") };
        await SignInAsync(new TokenSource(person, State, Http, Time));
        (await new TokenSource(person with { ClientSecret = new Secret("new") }, State, Http, Time).GetAccessTokenAsync(Cancel)).ShouldBe("access-1");
    }

    [Fact]
    public async Task Claims_that_a_resource_asked_for_come_with_the_next_sign_in_and_then_no_more()
    {
        var source = Source();
        await SignInAsync(source);
        await source.RememberClaimsAsync("""{"access_token":{}}""", Cancel);
        (await PageOfSignInAsync(Source()))["claims"].ShouldBe("""{"access_token":{}}""");
        (await PageOfSignInAsync(Source()))["claims"].ShouldBeEmpty();
    }

    private async Task<SignInPage> PageOfSignInAsync(TokenSource source)
    {
        Server.AnswerTokens(FakeAuthorizationServer.Tokens());
        var prompt = new ScriptedPrompt { Browser = page => page.ReturnAsync(("code", "c"), ("state", page.State)) };
        await source.SignInAsync(prompt, Cancel);
        return await prompt.OpenedAsync();
    }

    private async Task<SignedInUser?> SignInAsync(TokenSource source, JsonObject? answer = null)
    {
        Server.AnswerTokens(answer ?? FakeAuthorizationServer.Tokens());
        return await source.SignInAsync(new ScriptedPrompt { Browser = page => page.ReturnAsync(("code", "c"), ("state", page.State)) }, Cancel);
    }

    private TokenSource Source() => new(Settings(), State, Http, Time);
}
