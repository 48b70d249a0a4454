using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.AuthorizationCode;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.Errors;

/// <summary>Whatever goes wrong, no code, token, secret or verifier gets into an exception, a page or a text of ours.</summary>
public sealed class SecretsStayHiddenTests : IAsyncLifetime
{
    private const string Code = "CODE-b0d1c7a2";
    private const string ClientSecret = "SECRET~e5/f6 a7";
    private const string AccessToken = "ACCESS-a1b2c3d4";
    private const string RefreshToken = "REFRESH-c9d8e7f6";
    private readonly SocketsHttpHandler http = new() { AllowAutoRedirect = false };
    private readonly WatchedTimeProvider time = new();
    private readonly SharedState state = new();
    private FakeAuthorizationServer server = null!;

    // Each answer of the token endpoint gets the form that was sent, and repeats all of it.
    public static TheoryData<string> Answers =>
    [
        "refusal", "refusal-encoded", "html", "json-without-token", "not-bearer", "bad-expiry", "server-error", "abort", "redirect", "broken-json",
    ];

    public async ValueTask InitializeAsync() => server = await FakeAuthorizationServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
        state.Dispose();
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task In_a_sign_in_that_fails(string answer)
    {
        server.OnToken = (context, form) => AnswerAsync(answer, context, form);
        BrowserPage? shown = null;
        var prompt = new ScriptedPrompt { Browser = async page => shown = await page.ReturnAsync(("code", Code), ("state", page.State)) };
        var exception = await Should.ThrowAsync<SynclineException>(
            new TokenSource(Settings(), state, http, time).SignInAsync(prompt, TestContext.Current.CancellationToken));
        await prompt.Browsing;
        var page = await prompt.OpenedAsync();
        ShouldHide([exception.ToString(), exception.Error.ToString(), shown!.Html], [page.State]);
        ShouldHide([page.Page.ToString()], []);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task In_a_refresh_that_fails(string answer)
    {
        var tokens = new TokenSource(Settings(), state, http, time);
        server.AnswerTokens(FakeAuthorizationServer.Tokens(AccessToken, RefreshToken));
        await tokens.SignInAsync(
            new ScriptedPrompt { Browser = page => page.ReturnAsync(("code", Code), ("state", page.State)) }, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromHours(2));
        server.OnToken = (context, form) => AnswerAsync(answer, context, form);
        var exception = await Should.ThrowAsync<SynclineException>(tokens.GetAccessTokenAsync(TestContext.Current.CancellationToken).AsTask());
        ShouldHide([exception.ToString(), exception.Error.ToString()], []);
    }

    [Fact]
    public void In_the_texts_of_what_holds_them()
    {
        var set = new TokenSet { AccessToken = new Secret(AccessToken), RefreshToken = new Secret(RefreshToken), ReceivedAt = default, ExpiresAt = default };
        var stored = StoredTokens.Parse(new StoredTokens(set, "f", null).ToJson())!;
        stored.Tokens!.AccessToken.Reveal().ShouldBe(AccessToken);
        var client = OAuthClient.Of(Settings());
        var attempt = new AuthorizationAttempt(client, "http://localhost:1", new SignInHints());
        ShouldHide([set.ToString(), stored.ToString(), client.ToString(), Settings().ToString(), attempt.ToString()], []);
    }

    private void ShouldHide(IEnumerable<string> texts, IEnumerable<string> more)
    {
        var verifiers = server.TokenRequests.Select(form => form.GetValueOrDefault("code_verifier")).OfType<string>();
        foreach (var secret in new[] { Code, ClientSecret, WebUtility.UrlEncode(ClientSecret), AccessToken, RefreshToken }.Concat(verifiers).Concat(more))
        {
            texts.ShouldAllBe(text => !text.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static async Task AnswerAsync(string answer, HttpContext context, Dictionary<string, string> form)
    {
        var all = string.Join(" ", form.Values);
        switch (answer)
        {
            case "refusal":
                await FakeAuthorizationServer.JsonAsync(context, 400, FakeAuthorizationServer.EntraError("invalid_grant", "70000", all));
                break;
            case "refusal-encoded":
                await FakeAuthorizationServer.JsonAsync(context, 400, new JsonObject
                {
                    ["error"] = "invalid_request",
                    ["error_description"] = string.Join("&", form.Values.Select(WebUtility.UrlEncode)),
                });
                break;
            case "html":
                await FakeAuthorizationServer.TextAsync(context, 500, "text/html", all);
                break;
            case "json-without-token":
                await FakeAuthorizationServer.JsonAsync(context, 200, new JsonObject { ["echo"] = all, ["refresh_token"] = RefreshToken });
                break;
            case "not-bearer":
                await FakeAuthorizationServer.JsonAsync(context, 200, new JsonObject { ["token_type"] = "mac", ["access_token"] = AccessToken });
                break;
            case "bad-expiry":
                await FakeAuthorizationServer.JsonAsync(context, 200, new JsonObject { ["token_type"] = "Bearer", ["access_token"] = AccessToken, ["expires_in"] = AccessToken });
                break;
            case "server-error":
                await FakeAuthorizationServer.JsonAsync(context, 500, new JsonObject { ["error"] = "server_error", ["error_description"] = all });
                break;
            case "abort":
                context.Abort();
                break;
            case "redirect":
                context.Response.StatusCode = 302;
                context.Response.Headers.Location = "/x?" + string.Join("&", form.Values.Select(WebUtility.UrlEncode));
                break;
            default:
                await FakeAuthorizationServer.TextAsync(context, 200, "application/json", $$"""{"access_token":"{{AccessToken}}", {{Code}}""");
                break;
        }
    }

    private OAuthClientSettings Settings() => new()
    {
        ConnectionName = "contoso",
        AuthorizationUrl = server.AuthorizationUrl,
        TokenUrl = server.TokenUrl,
        ClientId = "app-1",
        ClientSecret = new Secret(ClientSecret),
        Scope = "demo offline_access",
    };
}
