using System.Buffers.Text;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.AuthorizationCode;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.AuthorizationCode;

public sealed class AuthorizationCodeFlowTests : IAsyncLifetime
{
    private readonly SocketsHttpHandler http = new() { AllowAutoRedirect = false };
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-01-02T03:04:05Z", System.Globalization.CultureInfo.InvariantCulture));
    private FakeAuthorizationServer server = null!;

    public async ValueTask InitializeAsync() => server = await FakeAuthorizationServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    [Fact]
    public async Task A_person_signs_in_with_a_public_app()
    {
        BrowserPage? shown = null;
        var prompt = new ScriptedPrompt { Browser = async page => shown = await page.ReturnAsync(("code", "code-1"), ("state", page.State)) };

        var tokens = await SignInAsync(prompt);

        tokens.AccessToken.Reveal().ShouldBe("access-1");
        tokens.RefreshToken!.Reveal().ShouldBe("refresh-1");
        tokens.ExpiresAt.ShouldBe(time.GetUtcNow().AddHours(1));
        await prompt.Browsing;
        shown!.Status.ShouldBe(200);
        shown.Html.ShouldContain("You are signed in to contoso");
        prompt.PasteCancelled.ShouldBeTrue();

        var page = await prompt.OpenedAsync();
        page["response_type"].ShouldBe("code");
        page["client_id"].ShouldBe("app-1");
        page["scope"].ShouldBe("https://contoso.example/user_impersonation offline_access");
        page["code_challenge_method"].ShouldBe("S256");
        page["redirect_uri"].ShouldBe(page.Redirect.OriginalString);
        var sent = server.TokenRequests.ShouldHaveSingleItem();
        sent["grant_type"].ShouldBe("authorization_code");
        sent["code"].ShouldBe("code-1");
        sent["redirect_uri"].ShouldBe(page["redirect_uri"]);
        sent.ShouldNotContainKey("client_secret");
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(sent["code_verifier"]))).ShouldBe(page["code_challenge"]);
    }

    [Fact]
    public async Task A_confidential_app_sends_its_secret_to_the_token_endpoint_only()
    {
        var prompt = Returning(page => [("code", "code-1"), ("state", page.State)]);
        await SignInAsync(prompt, settings => settings with { ClientSecret = new Secret("the-secret") });

        server.TokenRequests.ShouldHaveSingleItem()["client_secret"].ShouldBe("the-secret");
        (await prompt.OpenedAsync()).Page.ToString().ShouldNotContain("the-secret");
    }

    [Fact]
    public async Task State_and_verifier_are_256_random_bits_and_new_for_each_sign_in()
    {
        var pages = new List<SignInPage>();
        for (var i = 0; i < 2; i++)
        {
            var prompt = Returning(page => [("code", "c"), ("state", page.State)]);
            await SignInAsync(prompt);
            pages.Add(await prompt.OpenedAsync());
        }

        pages.Select(page => page.State).ShouldBeUnique();
        pages.ShouldAllBe(page => Base64Url.DecodeFromChars(page.State).Length == 32);
        var verifiers = server.TokenRequests.Select(request => request["code_verifier"]).ToArray();
        verifiers.Length.ShouldBe(2);
        verifiers.ShouldBeUnique();
        verifiers.ShouldAllBe(verifier => Base64Url.DecodeFromChars(verifier).Length == 32);
    }

    [Fact]
    public async Task A_wrong_state_ends_the_sign_in_and_the_code_is_not_used()
    {
        BrowserPage? shown = null;
        var prompt = new ScriptedPrompt
        {
            Browser = async page => shown = await page.ReturnAsync(("code", "stolen"), ("state", page.State[..^1] + "x"), ("error_description", "<b>phish</b>")),
        };

        var error = await FailAsync(prompt);

        error.Id.ShouldBe("OA1201");
        error.Recovery.ShouldBe(Recovery.SignInAgain);
        server.Requests.ShouldBeEmpty();
        await prompt.Browsing;
        shown!.Html.ShouldContain("does not belong to this sign-in");
        shown.Html.ShouldNotContain("phish");
        await ShouldBeClosedAsync(prompt);
    }

    [Theory]
    [InlineData("code=c")]
    [InlineData("code=c&state=")]
    [InlineData("error=access_denied")]
    public async Task A_missing_state_is_a_wrong_state(string query)
    {
        var prompt = new ScriptedPrompt { Browser = page => SignInPage.GetAsync($"{page.Redirect.OriginalString}/?{query}") };
        (await FailAsync(prompt)).Id.ShouldBe("OA1201");
    }

    [Fact]
    public async Task An_error_answer_ends_the_sign_in_with_the_servers_reason_in_words()
    {
        BrowserPage? shown = null;
        var prompt = new ScriptedPrompt
        {
            Browser = async page => shown = await page.ReturnAsync(
                ("error", "access_denied"), ("state", page.State), ("error_subcode", "cancel"),
                ("error_description", "AADSTS65004: User declined to consent to access the app.\r\nTrace ID: 0f0f0f0f-0000-0000-0000-000000000000\r\nTimestamp: 2026-01-02 03:04:05Z <script>")),
        };

        var error = await FailAsync(prompt);

        error.Id.ShouldBe("OA2022");
        error.ServerCode.ShouldBe("AADSTS65004");
        error.ServerText.ShouldBe("AADSTS65004: User declined to consent to access the app.");
        error.RequestId.ShouldBe("0f0f0f0f-0000-0000-0000-000000000000");
        error.Advice!.ShouldContain("syncline connection authorize contoso");
        server.Requests.ShouldBeEmpty();
        await prompt.Browsing;
        shown!.Html.ShouldContain("The permissions were declined");
        shown.Html.ShouldNotContain("<script");
        await ShouldBeClosedAsync(prompt);
    }

    [Fact]
    public async Task A_second_code_is_refused_while_the_first_is_redeemed()
    {
        var exchanging = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        server.OnToken = async (context, _) =>
        {
            exchanging.SetResult();
            await goOn.Task;
            await FakeAuthorizationServer.JsonAsync(context, 200, FakeAuthorizationServer.Tokens());
        };
        BrowserPage? second = null;
        var prompt = new ScriptedPrompt
        {
            Browser = async page =>
            {
                var first = page.ReturnAsync(("code", "code-1"), ("state", page.State));
                await exchanging.Task;
                second = await page.ReturnAsync(("code", "code-2"), ("state", page.State));
                goOn.SetResult();
                await first;
            },
        };

        await SignInAsync(prompt);

        second!.Status.ShouldBe(409);
        second.Html.ShouldContain("already been answered");
        server.TokenRequests.ShouldHaveSingleItem()["code"].ShouldBe("code-1");
        await ShouldBeClosedAsync(prompt);
    }

    [Theory]
    [InlineData("code=a&code=b")]
    [InlineData("code=a&state=again")]
    public async Task A_repeated_parameter_ends_the_sign_in(string more)
    {
        var prompt = new ScriptedPrompt { Browser = page => SignInPage.GetAsync($"{page.Redirect.OriginalString}/?state={page.State}&{more}") };
        (await FailAsync(prompt)).Id.ShouldBe("OA1203");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_without_a_code_ends_the_sign_in() =>
        (await FailAsync(Returning(page => [("state", page.State)]))).Id.ShouldBe("OA1204");

    [Fact]
    public async Task Cancelling_ends_the_wait_and_closes_the_listener()
    {
        using var cancel = new CancellationTokenSource();
        var prompt = new ScriptedPrompt();
        var signIn = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(prompt, null, cancel.Token);
        await prompt.OpenedAsync();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(signIn);
        await ShouldBeClosedAsync(prompt);
    }

    [Fact]
    public async Task Nobody_signing_in_for_five_minutes_ends_the_wait_and_closes_the_listener()
    {
        var prompt = new ScriptedPrompt();
        var signIn = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(prompt, null, TestContext.Current.CancellationToken);
        await prompt.OpenedAsync();
        time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        signIn.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(1));

        var error = (await Should.ThrowAsync<SignInException>(signIn)).Error;
        error.Id.ShouldBe("OA1205");
        error.Message.ShouldContain("5 minutes");
        error.Advice!.ShouldContain("syncline connection authorize contoso");
        await ShouldBeClosedAsync(prompt);
    }

    [Fact]
    public async Task A_person_who_was_given_longer_has_longer()
    {
        var prompt = new ScriptedPrompt { TimeAllowed = TimeSpan.FromMinutes(15) };
        var signIn = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(prompt, null, TestContext.Current.CancellationToken);
        await prompt.OpenedAsync();
        time.Advance(TimeSpan.FromMinutes(14));
        signIn.IsCompleted.ShouldBeFalse();

        time.Advance(TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<SignInException>(signIn)).Error.Message.ShouldContain("15 minutes");
    }

    [Fact]
    public async Task A_prompt_that_can_not_open_the_page_ends_the_sign_in()
    {
        var prompt = new FailingPrompt();
        await Should.ThrowAsync<InvalidOperationException>(
            () => new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(prompt, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_browser_is_told_when_the_code_is_refused()
    {
        server.AnswerTokens(FakeAuthorizationServer.EntraError("invalid_client", "7000215", "Invalid client secret provided."));
        BrowserPage? shown = null;
        var prompt = new ScriptedPrompt { Browser = async page => shown = await page.ReturnAsync(("code", "code-1"), ("state", page.State)) };

        var error = await FailAsync(prompt, settings => settings with { ClientSecret = new Secret("the-secret-id") });

        error.Id.ShouldBe("OA2011");
        error.Option.ShouldBe("client-secret");
        await prompt.Browsing;
        shown!.Html.ShouldContain("Entra refused the client secret (AADSTS7000215)");
        shown.Html.ShouldContain("Trace: 11111111-2222-3333-4444-555555555555");
    }

    [Fact]
    public async Task An_answer_by_form_post_is_taken()
    {
        BrowserPage? shown = null;
        var prompt = new ScriptedPrompt { Browser = async page => shown = await page.PostAsync(("code", "code +1"), ("state", page.State)) };
        await SignInAsync(prompt);
        await prompt.Browsing;
        shown!.Status.ShouldBe(200);
        server.TokenRequests.ShouldHaveSingleItem()["code"].ShouldBe("code +1");
    }

    [Fact]
    public async Task The_issuer_is_checked_when_one_is_expected()
    {
        const string issuer = "https://login.example/tenant/v2.0";
        var right = Returning(page => [("code", "c"), ("state", page.State), ("iss", issuer)]);
        await SignInAsync(right, settings => settings with { ExpectedIssuer = issuer });

        foreach (var wrong in new (string, string)[][] { [("iss", issuer + "/")], [] })
        {
            var prompt = Returning(page => [("code", "c"), ("state", page.State), .. wrong]);
            (await FailAsync(prompt, settings => settings with { ExpectedIssuer = issuer })).Id.ShouldBe("OA1202");
        }

        server.TokenRequests.Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_pasted_address_is_taken_as_well()
    {
        var prompt = new ScriptedPrompt { Paste = (page, _) => Task.FromResult($"  {page.Answer(("code", "pasted"), ("state", page.State))}\n") };
        await SignInAsync(prompt);
        server.TokenRequests.ShouldHaveSingleItem()["code"].ShouldBe("pasted");
    }

    [Theory]
    [InlineData("https://localhost:{port}/?code=SECRETCODE&state={state}")]
    [InlineData("http://localhost:1/?code=SECRETCODE&state={state}")]
    [InlineData("http://localhost:{port}/other?code=SECRETCODE&state={state}")]
    [InlineData("http://localhost.evil.example:{port}/?code=SECRETCODE&state={state}")]
    [InlineData("SECRETCODE")]
    [InlineData("")]
    public async Task A_pasted_text_that_is_not_exactly_the_redirect_is_refused_and_not_repeated(string text)
    {
        var prompt = new ScriptedPrompt
        {
            Paste = (page, _) => Task.FromResult(text
                .Replace("{port}", page.Redirect.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{state}", page.State, StringComparison.Ordinal)),
        };
        var error = await FailAsync(prompt);
        error.Id.ShouldBe("OA1206");
        (error.Message + error.Advice).ShouldNotContain("SECRETCODE");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pasted_address_with_a_wrong_state_is_refused()
    {
        var prompt = new ScriptedPrompt { Paste = (page, _) => Task.FromResult(page.Answer(("code", "c"), ("state", "other"))) };
        (await FailAsync(prompt)).Id.ShouldBe("OA1201");
    }

    [Fact]
    public async Task Hints_and_parameters_of_the_users_own_url_reach_the_sign_in_page()
    {
        var prompt = Returning(page => [("code", "c"), ("state", page.State)]);
        var settings = Settings() with { AuthorizationUrl = server.AuthorizationUrl + "?domain_hint=contoso.com&state=fixed", Scope = null, Resource = "https://contoso.example/" };
        await new AuthorizationCodeFlow(settings, http, time).SignInAsync(
            prompt, new SignInHints { Claims = """{"a":1}""", LoginHint = "ada@contoso.com", Prompt = "login" }, TestContext.Current.CancellationToken);

        var page = await prompt.OpenedAsync();
        page["domain_hint"].ShouldBe("contoso.com");
        page["claims"].ShouldBe("""{"a":1}""");
        page["login_hint"].ShouldBe("ada@contoso.com");
        page["prompt"].ShouldBe("login");
        page["resource"].ShouldBe("https://contoso.example/");
        page["scope"].ShouldBeEmpty();
        page.State.ShouldNotContain("fixed");
        server.TokenRequests.ShouldHaveSingleItem()["resource"].ShouldBe("https://contoso.example/");
    }

    private static ScriptedPrompt Returning(Func<SignInPage, (string, string)[]> answer) => new() { Browser = page => page.ReturnAsync(answer(page)) };

    private static async Task ShouldBeClosedAsync(ScriptedPrompt prompt)
    {
        var port = (await prompt.OpenedAsync()).Redirect.Port;
        foreach (var address in new[] { System.Net.IPAddress.Loopback, System.Net.IPAddress.IPv6Loopback })
        {
            using var client = new TcpClient(address.AddressFamily);
            await Should.ThrowAsync<SocketException>(async () => await client.ConnectAsync(address, port));
        }
    }

    private OAuthClientSettings Settings() => new()
    {
        ConnectionName = "contoso",
        AuthorizationUrl = server.AuthorizationUrl,
        TokenUrl = server.TokenUrl,
        ClientId = "app-1",
        Scope = "https://contoso.example/user_impersonation offline_access",
    };

    private Task<TokenSet> SignInAsync(ScriptedPrompt prompt, Func<OAuthClientSettings, OAuthClientSettings>? change = null) =>
        new AuthorizationCodeFlow((change ?? (settings => settings))(Settings()), http, time).SignInAsync(prompt, null, TestContext.Current.CancellationToken);

    private async Task<ErrorDetail> FailAsync(ScriptedPrompt prompt, Func<OAuthClientSettings, OAuthClientSettings>? change = null) =>
        (await Should.ThrowAsync<SignInException>(SignInAsync(prompt, change))).Error;

    private sealed class FailingPrompt : Core.SignIn.ISignInPrompt
    {
        public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken) => throw new InvalidOperationException("no browser");

        public ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken) => new(new TaskCompletionSource<string>().Task.WaitAsync(cancellationToken));

        public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken) => default;
    }
}
