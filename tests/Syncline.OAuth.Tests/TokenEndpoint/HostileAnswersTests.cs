using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.TokenEndpoint;

public sealed class HostileAnswersTests : IAsyncLifetime
{
    private readonly SocketsHttpHandler http = new() { AllowAutoRedirect = false };
    private readonly WatchedTimeProvider time = new();
    private FakeAuthorizationServer server = null!;

    public async ValueTask InitializeAsync() => server = await FakeAuthorizationServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        http.Dispose();
    }

    [Theory]
    [InlineData("""{"token_type":"Bearer","access_token":"a","expires_in":3599}""", 3599)]
    [InlineData("""{"token_type":"bearer","access_token":"a","expires_in":"3599","ext_expires_in":"0","expires_on":"1767326645"}""", 3599)]
    [InlineData("""{"token_type":"BEARER","access_token":"a"}""", 3600)]
    [InlineData("""{"token_type":"Bearer","access_token":"a","expires_in":9999999999999}""", 366 * 86400)]
    public async Task Answers_of_both_versions_are_read(string body, long seconds)
    {
        Answer(200, "application/json", body);
        var tokens = await RequestAsync();
        (tokens.ExpiresAt - tokens.ReceivedAt).TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("""{"token_type":"Bearer","expires_in":3599}""", "OA1306")]
    [InlineData("""{"token_type":"Bearer","access_token":"","expires_in":3599}""", "OA1306")]
    [InlineData("""{"token_type":"Bearer","access_token":["a"],"expires_in":3599}""", "OA1306")]
    [InlineData("""{"token_type":"Bearer","access_token":"a\r\nX-Evil: 1","expires_in":3599}""", "OA1306")]
    [InlineData("""{"access_token":"a","expires_in":3599}""", "OA1307")]
    [InlineData("""{"token_type":"DPoP","access_token":"a","expires_in":3599}""", "OA1307")]
    [InlineData("""{"token_type":"Bearer","access_token":"a","expires_in":0}""", "OA1308")]
    [InlineData("""{"token_type":"Bearer","access_token":"a","expires_in":-5}""", "OA1308")]
    [InlineData("""{"token_type":"Bearer","access_token":"a","expires_in":"soon"}""", "OA1308")]
    [InlineData("""{"token_type":"Bearer","access_token":"a","expires_in":{}}""", "OA1308")]
    [InlineData("[1]", "OA1304")]
    [InlineData("""{"token_type":"Bearer","access_token":"a",""", "OA1304")]
    [InlineData("", "OA1304")]
    [InlineData("access_token=a&token_type=Bearer", "OA1304")]
    public async Task Answers_that_are_not_usable_are_refused(string body, string id)
    {
        Answer(200, "application/json", body);
        var error = await FailAsync();
        error.Id.ShouldBe(id);
        error.Option.ShouldBe("token-url");
    }

    [Theory]
    [InlineData(404, "text/html", "<h1>Not found</h1>", "OA1304", "a web page with status 404", Recovery.Stop)]
    [InlineData(200, "text/html", "<h1>Sign in to the proxy</h1>", "OA1304", "a web page with status 200", Recovery.Stop)]
    [InlineData(400, "text/plain", "", "OA1304", "an empty answer with status 400", Recovery.Stop)]
    [InlineData(403, "application/json; charset=nonsense", "{}", "OA1304", "an answer without an error code with status 403", Recovery.Stop)]
    [InlineData(503, "text/html", "<h1>busy</h1>", "OA1311", "a web page with status 503", Recovery.Retry)]
    [InlineData(429, "", "", "OA1311", "an empty answer with status 429", Recovery.Retry)]
    public async Task Pages_of_proxies_and_wrong_addresses_are_named_for_what_they_are(
        int status, string type, string body, string id, string words, Recovery recovery)
    {
        server.OnToken = async (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type.Length == 0 ? null : type;
            context.Response.Headers.RetryAfter = "17";
            await context.Response.WriteAsync(body);
        };
        var error = await FailAsync();
        error.Id.ShouldBe(id);
        error.Message.ShouldContain(words);
        error.Recovery.ShouldBe(recovery);
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task A_server_that_is_busy_in_the_standards_words_can_be_retried()
    {
        Answer(503, "application/json", """{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error has occurred."}""");
        var error = await FailAsync();
        (error.Id, error.Phase, error.Recovery, error.ServerCode).ShouldBe(("OA2112", ErrorPhase.Connection, Recovery.Retry, "AADSTS90033"));
    }

    [Fact]
    public async Task An_answer_beyond_one_MiB_is_not_read_to_its_end()
    {
        var written = 0L;
        server.OnToken = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            var block = Encoding.ASCII.GetBytes(new string(' ', 65536));
            // Endless, were it not for the client that hangs up.
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
                written += block.Length;
            }
        };
        (await FailAsync()).Id.ShouldBe("OA1303");
        written.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_ends_after_thirty_seconds()
    {
        var asked = new TaskCompletionSource();
        server.OnToken = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var request = RequestAsync();
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        var error = (await Should.ThrowAsync<ConnectionException>(request)).Error;
        (error.Id, error.Recovery).ShouldBe(("OA1302", Recovery.Retry));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_secret_goes_nowhere_else()
    {
        server.OnToken = (context, _) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        (await FailAsync()).Id.ShouldBe("OA1305");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_breaks_off_or_is_refused_can_be_retried()
    {
        server.OnToken = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        (await FailAsync()).ShouldSatisfyAllConditions(e => e.Id.ShouldBe("OA1301"), e => e.Recovery.ShouldBe(Recovery.Retry));
        await server.DisposeAsync();
        (await FailAsync()).ShouldSatisfyAllConditions(e => e.Id.ShouldBe("OA1301"), e => e.Message.ShouldContain("no connection could be made"));
    }

    [Fact]
    public async Task A_lost_answer_that_the_stack_reports_in_its_own_words_can_be_retried()
    {
        using var stack = new LosingHandler();
        var client = OAuthClient.Of(new OAuthClientSettings
        {
            ConnectionName = "contoso",
            GrantType = GrantType.ClientCredentials,
            TokenUrl = server.TokenUrl,
            ClientId = "app-1",
            ClientSecret = new Secret("the-client-secret"),
        });
        var error = (await Should.ThrowAsync<ConnectionException>(
            new TokenEndpointClient(client, stack, time).ClientCredentialsAsync(null, TestContext.Current.CancellationToken))).Error;
        (error.Id, error.Recovery).ShouldBe(("CN9999", Recovery.Retry));
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_gets_nothing_sent()
    {
        using var rsa = RSA.Create(2048);
        using var own = new CertificateRequest("CN=127.0.0.1", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var secure = await FakeAuthorizationServer.StartAsync(own);
        var error = (await Should.ThrowAsync<ConnectionException>(RequestAsync(secure))).Error;
        (error.Id, error.Recovery).ShouldBe(("OA1309", Recovery.Stop));
        secure.Requests.ShouldBeEmpty();
    }

    private void Answer(int status, string type, string body) =>
        server.OnToken = (context, _) => FakeAuthorizationServer.TextAsync(context, status, type, body);

    private Task<TokenSet> RequestAsync(FakeAuthorizationServer? at = null) => new TokenEndpointClient(
        OAuthClient.Of(new OAuthClientSettings
        {
            ConnectionName = "contoso",
            GrantType = GrantType.ClientCredentials,
            TokenUrl = (at ?? server).TokenUrl,
            ClientId = "app-1",
            ClientSecret = new Secret("the-client-secret"),
            Scope = "demo",
        }),
        http, time).ClientCredentialsAsync(null, TestContext.Current.CancellationToken);

    private async Task<ErrorDetail> FailAsync() => (await Should.ThrowAsync<ConnectionException>(RequestAsync())).Error;

    private sealed class LosingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new ConnectionException(new ErrorDetail { Id = "CN9999", Phase = ErrorPhase.Connection, Message = "Lost.", Recovery = Recovery.Reconnect });
    }
}
