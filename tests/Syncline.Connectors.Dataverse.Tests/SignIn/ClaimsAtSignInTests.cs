using System.Buffers.Text;
using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;

namespace Syncline.Connectors.Dataverse.Tests.SignIn;

/// <summary>A site that wants further proof (conditional access) of somebody who is signing in.</summary>
public sealed class ClaimsAtSignInTests : IAsyncDisposable
{
    private const string Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    private readonly ScriptedSite site = new();
    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };
    private readonly MemoryState state = new();
    private readonly Person person = new();
    private int tokens;

    public ClaimsAtSignInTests() => site
        .On("GET", "organizations(", """{"name":"contoso"}""")
        .On("POST", "/token", _ => SiteReply.Json($$"""{"token_type":"Bearer","access_token":"tok-{{Interlocked.Increment(ref tokens)}}","refresh_token":"r","expires_in":3600}"""))
        .On("GET", "WhoAmI", request => request.Header("Authorization") is "Bearer tok-2"
            ? SiteReply.Json("""{"UserId":"0a7c0000-0000-4000-8000-000000000001","OrganizationId":"0a7c0000-0000-4000-8000-000000000002"}""")
            : new SiteReply(401).With("WWW-Authenticate", $"Bearer error=\"insufficient_claims\", claims=\"{Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(Claims))}\""));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        handler.Dispose();
    }

    [Fact]
    public async Task The_person_is_asked_again_at_once_with_the_claims()
    {
        var identity = await new DataverseConnector().SignInAsync(Settings(), Services(), person, Cancel);

        identity.System.ShouldBe("contoso");
        person.Pages.Count.ShouldBe(2);
        person.Pages[0].ShouldNotContain("claims=");
        Uri.UnescapeDataString(person.Pages[1]).ShouldContain("claims=" + Claims);
    }

    [Fact]
    public async Task A_run_stops_with_a_sign_in_error_and_the_next_sign_in_brings_the_claims()
    {
        await new DataverseConnector().SignInAsync(Settings(), Services(), person, Cancel);
        site.On("GET", "WhoAmI", _ => new SiteReply(401).With("WWW-Authenticate", $"Bearer error=insufficient_claims, claims={Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(Claims))}"));
        await using (var connection = await new DataverseConnector().ConnectAsync(Settings(), Services(), Cancel))
        {
            (await Should.ThrowAsync<SignInException>(async () => await connection.IdentifyAsync(Cancel))).Error.Recovery.ShouldBe(Recovery.SignInAgain);
        }

        site.On("GET", "WhoAmI", """{"UserId":"0a7c0000-0000-4000-8000-000000000001","OrganizationId":"0a7c0000-0000-4000-8000-000000000002"}""");
        await new DataverseConnector().SignInAsync(Settings(), Services(), person, Cancel);

        person.Pages.Count.ShouldBe(3);
        Uri.UnescapeDataString(person.Pages[2]).ShouldContain("claims=" + Claims);
    }

    private ConnectorServices Services() => new() { HttpHandler = handler, State = state };

    private ConnectionSettings Settings() => new()
    {
        Name = "crm",
        Connector = "dynamics-365",
        Options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = site.Origin,
            ["client-id"] = "app",
            ["authorization-url"] = site.Origin + "/authorize",
            ["token-url"] = site.Origin + "/token",
        },
    };

    private sealed class Person : ISignInPrompt
    {
        public List<string> Pages { get; } = [];

        public async ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
        {
            Pages.Add(signInPage.AbsoluteUri);
            var state = signInPage.Query.TrimStart('?').Split('&').Single(pair => pair.StartsWith("state=", StringComparison.Ordinal));
            using var http = new HttpClient();
            using var page = await http.GetAsync(new Uri($"{redirectUri}?code=code&{state}"), cancellationToken);
        }

        public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return string.Empty;
        }

        public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No code is awaited.");
    }
}
