using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Tests.Fakes;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Tests.Tokens;

public sealed class BearerTokenHandlerTests : IAsyncLifetime
{
    private readonly ScriptedTokens tokens = new();
    private readonly ConcurrentQueue<string> seen = new();
    private FakeAuthorizationServer site = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        site = await FakeAuthorizationServer.StartAsync();
        site.OnOther = async (context, _) =>
        {
            var token = context.Request.Headers.Authorization.ToString();
            seen.Enqueue($"{token} {await new StreamReader(context.Request.Body).ReadToEndAsync()}".Trim());
            context.Response.StatusCode = token == "Bearer good" ? 200 : 401;
        };
        client = new HttpClient(new BearerTokenHandler(tokens, site.Address, new SocketsHttpHandler(), "contoso"));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_rejected_token_is_renewed_once_and_the_request_repeated_with_its_content()
    {
        using var content = new StringContent("body");
        using var response = await client.PostAsync(new Uri(site.Address, "rows"), content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        seen.ShouldBe(["Bearer old body", "Bearer good body"]);
        tokens.Rejected.ShouldBe(["old"]);
    }

    [Fact]
    public async Task A_second_401_is_handed_on()
    {
        tokens.Next = "also bad";
        using var response = await client.GetAsync(new Uri(site.Address, "rows"), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        seen.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Content_that_can_be_read_once_only_is_not_sent_again()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("body")));
        using var response = await client.PostAsync(new Uri(site.Address, "rows"), content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        seen.ShouldBe(["Bearer old body"]);
    }

    [Fact]
    public async Task The_token_goes_to_its_site_only()
    {
        foreach (var foreign in new[] { "http://evil.example/rows", $"https://{site.Address.Authority}/rows", $"http://{site.Address.Host}:1/rows" })
        {
            var error = (await Should.ThrowAsync<ConnectionException>(client.GetAsync(new Uri(foreign), TestContext.Current.CancellationToken))).Error;
            error.Id.ShouldBe("OA1501");
        }

        seen.ShouldBeEmpty();
        tokens.Asked.ShouldBe(0);
    }

    [Theory]
    [InlineData("Bearer realm=\"\", authorization_uri=\"https://login.example/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{0}\"")]
    [InlineData("Bearer authorization_uri=https://login.example/t/oauth2/authorize, resource_id=https://contoso.example/, error=insufficient_claims, claims={0}")]
    public async Task A_claims_challenge_asks_for_a_new_sign_in_with_the_claims(string challenge)
    {
        const string claims = """{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}""";
        var header = string.Format(System.Globalization.CultureInfo.InvariantCulture, challenge, Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)));
        site.OnOther = (context, _) =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = header;
            return Task.CompletedTask;
        };

        var exception = await Should.ThrowAsync<SignInException>(client.GetAsync(new Uri(site.Address, "rows"), TestContext.Current.CancellationToken));

        (exception.Error.Id, exception.Error.Recovery).ShouldBe(("OA1502", Recovery.SignInAgain));
        ClaimsChallenge.Of(exception).ShouldBe(claims);
        tokens.Claims.ShouldBe(claims);
        tokens.Rejected.ShouldBeEmpty();
    }

    private sealed class ScriptedTokens : IAccessTokenSource
    {
        public string Next { get; set; } = "good";

        public List<string> Rejected { get; } = [];

        public int Asked { get; private set; }

        public string? Claims { get; private set; }

        public ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult("old");
        }

        public ValueTask<string> RefreshAfterRejectionAsync(string rejectedToken, CancellationToken cancellationToken)
        {
            Rejected.Add(rejectedToken);
            return ValueTask.FromResult(Next);
        }

        public ValueTask<SignInSpan?> GetSpanAsync(CancellationToken cancellationToken) => ValueTask.FromResult<SignInSpan?>(null);

        public ValueTask RememberClaimsAsync(string claims, CancellationToken cancellationToken)
        {
            Claims = claims;
            return ValueTask.CompletedTask;
        }
    }
}
