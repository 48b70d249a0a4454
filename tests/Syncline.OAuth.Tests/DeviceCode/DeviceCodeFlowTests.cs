using System.Text.Json.Nodes;
using Syncline.Core.Errors;
using Syncline.OAuth.DeviceCode;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.DeviceCode;

public sealed class DeviceCodeFlowTests : IAsyncLifetime
{
    private static readonly JsonObject Pending = FakeAuthorizationServer.EntraError("authorization_pending", "70016", "Authorization is pending.");
    private readonly SocketsHttpHandler http = new();
    private readonly WatchedTimeProvider time = new();
    private readonly ScriptedPrompt prompt = new();
    private FakeAuthorizationServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeAuthorizationServer.StartAsync();
        Offer(new JsonObject
        {
            ["device_code"] = "device-1",
            ["user_code"] = "ABCD-EFGH",
            ["verification_uri"] = "https://login.example/device",
            ["expires_in"] = 900,
            ["interval"] = 5,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    [Fact]
    public async Task The_code_is_shown_and_polled_for_until_the_person_has_signed_in()
    {
        server.AnswerTokens(Copy(Pending), FakeAuthorizationServer.Tokens());
        var signIn = SignInAsync();
        await time.PassAsync(TimeSpan.FromSeconds(5), signIn);
        await time.PassAsync(TimeSpan.FromSeconds(5), signIn);

        (await signIn).AccessToken.Reveal().ShouldBe("access-1");
        prompt.DeviceCode.ShouldBe(("ABCD-EFGH", new Uri("https://login.example/device"), TimeSpan.FromMinutes(15)));
        server.Requests.First().Path.ShouldBe("/tenant/oauth2/v2.0/devicecode");
        server.Requests.First().Form["scope"].ShouldBe("demo");
        server.TokenRequests.Count().ShouldBe(2);
        server.TokenRequests.First()["grant_type"].ShouldBe("urn:ietf:params:oauth:grant-type:device_code");
        server.TokenRequests.First()["device_code"].ShouldBe("device-1");
    }

    [Fact]
    public async Task Slow_down_and_failures_of_the_network_make_the_polling_slower_for_good()
    {
        var polls = 0;
        server.OnToken = (context, _) => ++polls switch
        {
            1 => FakeAuthorizationServer.JsonAsync(context, 400, new JsonObject { ["error"] = "slow_down" }),
            2 => FakeAuthorizationServer.TextAsync(context, 503, "text/html", "<h1>busy</h1>"),
            3 => FakeAuthorizationServer.JsonAsync(context, 400, Copy(Pending)),
            _ => FakeAuthorizationServer.JsonAsync(context, 200, FakeAuthorizationServer.Tokens()),
        };
        var signIn = SignInAsync();
        foreach (var seconds in new[] { 5, 10, 15, 15 })
        {
            await time.PassAsync(TimeSpan.FromSeconds(seconds), signIn);
        }

        (await signIn).AccessToken.Reveal().ShouldBe("access-1");
    }

    [Theory]
    [InlineData("authorization_declined", "OA2101")]
    [InlineData("access_denied", "OA2101")]
    [InlineData("expired_token", "OA2111")]
    [InlineData("bad_verification_code", "OA2111")]
    public async Task A_final_answer_ends_the_polling(string answer, string id)
    {
        server.AnswerTokens(new JsonObject { ["error"] = answer });
        var signIn = SignInAsync();
        await time.PassAsync(TimeSpan.FromSeconds(5), signIn);
        var error = (await Should.ThrowAsync<SignInException>(signIn)).Error;
        error.Id.ShouldBe(id);
        error.Recovery.ShouldBe(Recovery.SignInAgain);
    }

    [Fact]
    public async Task The_polling_ends_when_the_code_has_run_out_whatever_the_server_says()
    {
        Offer(new JsonObject
        {
            ["device_code"] = "d",
            ["user_code"] = "U",
            ["verification_url"] = "https://login.example/device",
            ["expires_in"] = "12",
            ["interval"] = "5",
        });
        server.OnToken = (context, _) => FakeAuthorizationServer.JsonAsync(context, 400, Copy(Pending));
        var signIn = SignInAsync();
        for (var i = 0; i < 3; i++)
        {
            await time.PassAsync(TimeSpan.FromSeconds(5), signIn);
        }

        (await Should.ThrowAsync<SignInException>(signIn)).Error.Id.ShouldBe("OA2111");
        server.TokenRequests.Count().ShouldBe(2);
    }

    [Fact]
    public async Task Cancelling_ends_the_polling()
    {
        using var cancel = new CancellationTokenSource();
        server.AnswerTokens(Copy(Pending));
        var signIn = Flow(Settings()).SignInAsync(prompt, cancel.Token);
        await time.PassAsync(TimeSpan.FromSeconds(5), signIn);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(signIn);
    }

    [Fact]
    public async Task Version_1_endpoints_get_the_resource_and_their_own_name_of_the_code()
    {
        server.AnswerTokens(FakeAuthorizationServer.Tokens());
        var signIn = Flow(Settings() with { Scope = null, Resource = "https://contoso.example/" }).SignInAsync(prompt, TestContext.Current.CancellationToken);
        await time.PassAsync(TimeSpan.FromSeconds(5), signIn);
        await signIn;
        server.Requests.First().Form["resource"].ShouldBe("https://contoso.example/");
        server.TokenRequests.Single()["code"].ShouldBe("device-1");
    }

    [Theory]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"javascript:alert(1)","expires_in":900}""")]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"http://login.example/","expires_in":900}""")]
    [InlineData("""{"device_code":"d","user_code":"u\u001b[2J","verification_uri":"https://login.example/","expires_in":900}""")]
    [InlineData("""{"device_code":"d","user_code":"u","verification_uri":"https://login.example/","expires_in":0}""")]
    [InlineData("""{"user_code":"u","verification_uri":"https://login.example/","expires_in":900}""")]
    [InlineData("{}")]
    public async Task An_answer_that_a_person_could_not_safely_follow_is_refused(string answer)
    {
        Offer(JsonNode.Parse(answer)!);
        (await Should.ThrowAsync<ConnectionException>(SignInAsync())).Error.Id.ShouldBe("OA1310");
        prompt.DeviceCode.ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_at_the_start_has_words()
    {
        server.OnOther = (context, _) => FakeAuthorizationServer.JsonAsync(context, 401, FakeAuthorizationServer.EntraError("invalid_client", "7000218", "…"));
        (await Should.ThrowAsync<SignInException>(SignInAsync())).Error.Id.ShouldBe("OA2013");
    }

    private static JsonObject Copy(JsonObject json) => (JsonObject)json.DeepClone();

    private void Offer(JsonNode answer) => server.OnOther = (context, _) => FakeAuthorizationServer.JsonAsync(context, 200, answer);

    private OAuthClientSettings Settings() => new()
    {
        ConnectionName = "contoso",
        GrantType = GrantType.DeviceCode,
        TokenUrl = server.TokenUrl,
        ClientId = "app-1",
        Scope = "demo",
    };

    private DeviceCodeFlow Flow(OAuthClientSettings settings) => new(settings, http, time);

    private Task<TokenSet> SignInAsync() => Flow(Settings()).SignInAsync(prompt, TestContext.Current.CancellationToken);
}
