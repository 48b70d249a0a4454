using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.AuthorizationCode;
using Syncline.OAuth.RemoteSignIn;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.RemoteSignIn;

/// <summary>A sign-in that waits on one machine and is done on another: only an encrypted line travels back.</summary>
public sealed class RemoteSignInTests : IAsyncLifetime
{
    private const string Code = "the-code-of-this-sign-in";

    private readonly SocketsHttpHandler http = new() { AllowAutoRedirect = false };
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-01-02T03:04:05Z", System.Globalization.CultureInfo.InvariantCulture));
    private readonly WaitingPrompt waiting = new();
    private FakeAuthorizationServer server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await FakeAuthorizationServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    [Fact]
    public async Task The_line_of_another_machine_signs_in_the_waiting_one_and_the_verifier_never_left_it()
    {
        var signIn = WaitAsync(settings => settings with { ClientSecret = new Secret("the-client-secret") });
        var request = await waiting.Request;
        BrowserPage? shown = null;
        SignInPage? opened = null;

        var result = await DoThereAsync(request, async page => shown = await (opened = page).ReturnAsync(("code", Code), ("state", page.State)));
        waiting.Paste($"  {result.Line}\n");
        var tokens = await signIn;

        tokens.AccessToken.Reveal().ShouldBe("access-1");
        var sent = server.TokenRequests.ShouldHaveSingleItem();
        sent["code"].ShouldBe(Code);
        sent["redirect_uri"].ShouldBe(opened!.Redirect.OriginalString, "the code was given for the other machine's redirect");
        opened.Redirect.Port.ShouldNotBe((await waiting.Page).Redirect.Port);
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(sent["code_verifier"]))).ShouldBe(opened["code_challenge"]);
        (shown!.Status, result.IsRefusal).ShouldBe((200, false));
        shown.Html.ShouldContain("One step is left");

        var travelled = request + Decoded(request) + result.Line + Decoded(result.Line);
        foreach (var secret in new[] { Code, sent["code_verifier"], "the-client-secret" })
        {
            travelled.ShouldNotContain(secret);
        }

        request.ShouldMatch("^[A-Za-z0-9._-]+$");
        result.Line.ShouldMatch("^[A-Za-z0-9._-]+$");
    }

    [Fact]
    public async Task Wrong_lines_are_explained_and_the_waiting_goes_on_until_a_right_one_comes()
    {
        var signIn = WaitAsync();
        var request = await waiting.Request;
        var line = (await DoThereAsync(request, page => page.ReturnAsync(("code", Code), ("state", page.State)))).Line;
        var foreign = await LineOfAnotherSignInAsync();
        var page = await waiting.Page;

        (await waiting.PasteWronglyAsync("hello")).Id.ShouldBe("OA1206");
        (await waiting.PasteWronglyAsync("syncline authorize " + request)).Id.ShouldBe("OA1603");
        (await waiting.PasteWronglyAsync(foreign)).Id.ShouldBe("OA1601");
        (await waiting.PasteWronglyAsync(line[..^10])).Id.ShouldBe("OA1602");
        (await waiting.PasteWronglyAsync(line + "A")).Id.ShouldBe("OA1602");
        (await waiting.PasteWronglyAsync(line[..^1] + Neighbour(line[^1]))).Id.ShouldBe("OA1602");
        (await waiting.PasteWronglyAsync(page.Answer(("code", "c"), ("state", "of an earlier sign-in")))).Id.ShouldBe("OA1201");
        signIn.IsCompleted.ShouldBeFalse();
        server.TokenRequests.ShouldBeEmpty("nothing of a wrong line is used");

        waiting.Paste(line);
        (await signIn).AccessToken.Reveal().ShouldBe("access-1");
    }

    [Fact]
    public async Task A_line_with_any_one_character_changed_is_not_used()
    {
        var signIn = WaitAsync();
        var request = await waiting.Request;
        var line = (await DoThereAsync(request, page => page.ReturnAsync(("code", Code), ("state", page.State)))).Line;

        await Gen.Select(Gen.Int[0, line.Length - 1], Gen.Char["ABCxyz019-_."]).Where(change => line[change.Item1] != change.Item2).SampleAsync(
            async change =>
            {
                var altered = line.ToCharArray();
                altered[change.Item1] = change.Item2;
                (await waiting.PasteWronglyAsync(new string(altered))).Id.ShouldBeOneOf("OA1601", "OA1602", "OA1206");
            },
            iter: 100,
            threads: 1);

        waiting.Paste(line);
        await signIn;
    }

    [Fact]
    public async Task A_line_is_good_for_one_sign_in()
    {
        var signIn = WaitAsync();
        var line = (await DoThereAsync(await waiting.Request, page => page.ReturnAsync(("code", Code), ("state", page.State)))).Line;
        waiting.Paste(line);
        await signIn;

        var next = new WaitingPrompt();
        using var stop = new CancellationTokenSource();
        var second = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(next, null, stop.Token);
        (await next.PasteWronglyAsync(line)).Id.ShouldBe("OA1601");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(second);
    }

    [Fact]
    public async Task The_browser_of_the_waiting_machine_is_still_taken_when_it_comes_first()
    {
        var signIn = WaitAsync();
        await waiting.Request;
        var page = await waiting.Page;

        (await page.ReturnAsync(("code", Code), ("state", page.State))).Status.ShouldBe(200);

        (await signIn).AccessToken.Reveal().ShouldBe("access-1");
    }

    [Fact]
    public async Task A_refusal_travels_too_and_is_explained_where_the_sign_in_waits()
    {
        var signIn = WaitAsync();

        var result = await DoThereAsync(await waiting.Request, page => page.ReturnAsync(
            ("error", "access_denied"), ("error_description", "AADSTS65004: User declined to consent to access the app."), ("state", page.State)));
        result.IsRefusal.ShouldBeTrue();
        waiting.Paste(result.Line);

        (await Should.ThrowAsync<SignInException>(signIn)).Error.Id.ShouldBe("OA2022");
    }

    [Fact]
    public async Task A_redirect_with_a_port_keeps_it_on_the_other_machine()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var signIn = WaitAsync(settings => settings with { RedirectUrl = $"http://127.0.0.1:{port}/back" });
        var request = await waiting.Request;

        // Both ends run on this machine here, so the port is taken: exactly that is asked for.
        var error = (await Should.ThrowAsync<ConfigurationException>(() => DoThereAsync(request, _ => Task.CompletedTask))).Error;

        error.Id.ShouldBe("OA1101");
        var page = await waiting.Page;
        await page.ReturnAsync(("code", Code), ("state", page.State));
        await signIn;
    }

    [Fact]
    public async Task An_answer_with_another_state_is_not_handed_on()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var signIn = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(waiting, null, stop.Token);

        var error = (await Should.ThrowAsync<SignInException>(async () =>
            await DoThereAsync(await waiting.Request, page => page.ReturnAsync(("code", "injected"), ("state", "guessed"))))).Error;

        error.Id.ShouldBe("OA1201");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(signIn);
    }

    [Theory]
    [InlineData("", "not a whole request")]
    [InlineData("syncline-answer-1.abc.def", "result of syncline authorize")]
    [InlineData("syncline-request-2.AAAA", "not a whole request")]
    [InlineData("syncline-request-1.e30", "not a whole request")]
    public void What_is_no_request_is_told(string text, string words)
    {
        var error = Should.Throw<SignInException>(() => new AnotherMachine(time).Read(text)).Error;
        error.Id.ShouldBe("OA1604");
        error.Message.ShouldContain(words);
    }

    [Theory]
    [InlineData("page", "http://login.example/authorize?response_type=code&client_id=a&redirect_uri=http://localhost:1&state=s&code_challenge_method=S256&code_challenge=0123456789012345678901234567890123456789012")]
    [InlineData("page", "https://login.example/authorize?response_type=token&client_id=a&redirect_uri=http://localhost:1&state=s&code_challenge_method=S256&code_challenge=0123456789012345678901234567890123456789012")]
    [InlineData("page", "https://login.example/authorize?response_type=code&client_id=a&redirect_uri=http://localhost:1&state=s")]
    [InlineData("page", "file:///etc/passwd")]
    [InlineData("redirect", "https://attacker.example/")]
    [InlineData("key", "AAAA")]
    public async Task A_request_that_no_waiting_sign_in_of_ours_makes_is_not_followed(string member, string value)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var signIn = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(waiting, null, stop.Token);
        var json = JsonNode.Parse(Decoded(await waiting.Request))!;
        json[member] = value;
        var request = RemoteRequest.Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

        Should.Throw<SignInException>(() => new AnotherMachine(time).Read(request)).Error.Id.ShouldBe("OA1604");

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(signIn);
    }

    [Fact]
    public async Task A_request_whose_time_is_over_is_not_followed()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var signIn = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(waiting, null, stop.Token);
        var request = await waiting.Request;
        var later = new FakeTimeProvider(time.GetUtcNow().AddHours(1));

        Should.Throw<SignInException>(() => new AnotherMachine(later).Read(request)).Error.Id.ShouldBe("OA1605");

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(signIn);
    }

    [Fact]
    public async Task What_the_request_is_for_can_be_shown_before_it_is_followed()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var signIn = new AuthorizationCodeFlow(Settings() with { SystemName = "contoso.crm4.dynamics.com\u001b[2J" }, http, time).SignInAsync(waiting, null, stop.Token);

        var request = new AnotherMachine(time).Read("syncline authorize " + await waiting.Request);

        (request.System, request.Connection, request.ClientId).ShouldBe(("contoso.crm4.dynamics.com[2J", "contoso", "app-1"));
        request.SignInHost.ShouldBe(server.Address.Authority);
        request.Scope.ShouldBe("https://contoso.example/user_impersonation offline_access");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(signIn);
    }

    private OAuthClientSettings Settings() => new()
    {
        ConnectionName = "contoso",
        AuthorizationUrl = server.AuthorizationUrl,
        TokenUrl = server.TokenUrl,
        ClientId = "app-1",
        Scope = "https://contoso.example/user_impersonation offline_access",
    };

    private Task<TokenSet> WaitAsync(Func<OAuthClientSettings, OAuthClientSettings>? change = null) =>
        new AuthorizationCodeFlow((change ?? (settings => settings))(Settings()), http, time).SignInAsync(waiting, null, Cancellation);

    private async Task<RemoteSignInResult> DoThereAsync(string request, Func<SignInPage, Task> browser)
    {
        var there = new AnotherMachine(time);
        var person = new ScriptedPrompt { Browser = browser };
        var result = await there.AuthorizeAsync(there.Read(request), person, Cancellation);
        await person.Browsing;
        return result;
    }

    private async Task<string> LineOfAnotherSignInAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var prompt = new WaitingPrompt();
        var signIn = new AuthorizationCodeFlow(Settings(), http, time).SignInAsync(prompt, null, stop.Token);
        var line = (await DoThereAsync(await prompt.Request, page => page.ReturnAsync(("code", "c"), ("state", page.State)))).Line;
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(signIn);
        return line;
    }

    /// <summary>The character whose highest bits are the same: where the last one's lowest bits mean nothing, lax decoding sees no difference.</summary>
    private static char Neighbour(char last)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return Alphabet[Alphabet.IndexOf(last, StringComparison.Ordinal) ^ 1];
    }

    private static string Decoded(string line) => Encoding.Latin1.GetString(Base64Url.DecodeFromChars(line.AsSpan(line.LastIndexOf('.') + 1)));
}
