using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Syncline.Sandbox.Directory;
using Syncline.Sandbox.SignIn.Tokens;

namespace Syncline.Sandbox.Tests.SignIn;

/// <summary>What the sign-in tests share: a sandbox of their own on a free port, and the two requests of the code flow.</summary>
public abstract class SignInTest : IAsyncLifetime
{
    protected const string Ada = "ada.winter@contoso.example";
    protected const string Bruno = "bruno.keller@contoso.example";
    protected const string Redirect = "http://localhost:53682/";
    protected const string Verifier = "verifier-verifier-verifier-verifier-verifier-43";

    // Making an RSA key costs more than all the rest of a test.
    private static readonly SigningKey SharedKey = new(new ManualClock());

    private readonly HttpClient _http = new();

    private protected ManualClock Clock { get; } = new();

    protected SandboxServer Sandbox { get; private set; } = null!;

    protected SandboxDirectory Directory => Sandbox.Options.Directory;

    protected string Site => Sandbox.Addresses.Site;

    protected SandboxApp Public => Directory.PublicClient;

    protected SandboxApp Confidential => Directory.ConfidentialClient;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public async ValueTask InitializeAsync() =>
        Sandbox = await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = Clock }, SharedKey, ownsKey: false, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An authorization URL; a null value takes a parameter out, another replaces or adds it.</summary>
    protected string AuthorizeUrl(SandboxApp app, params (string Name, string? Value)[] changes)
    {
        var parameters = Merge(
            [
                ("client_id", app.Id.ToString()), ("response_type", "code"), ("redirect_uri", Redirect), ("state", "a state/with+signs"),
                ("scope", $"{Site}/user_impersonation offline_access openid profile"), ("code_challenge", Challenge), ("code_challenge_method", "S256"),
            ],
            changes);
        return $"{Sandbox.Addresses.AuthorizationUrl}?{string.Join('&', parameters.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}";
    }

    /// <summary>Signs in and consents, as a person would, and returns the code.</summary>
    protected Task<string> SignInAsync(string userName) => GetCodeAsync(Public, userName);

    protected Task<string> GetCodeAsync(SandboxApp app, params (string Name, string? Value)[] changes) => GetCodeAsync(app, Ada, changes);

    private async Task<string> GetCodeAsync(SandboxApp app, string userName, params (string Name, string? Value)[] changes)
    {
        using var person = new Person(Sandbox);
        await person.OpenAsync(AuthorizeUrl(app, changes));
        person.Page.ShouldBe("account", person.TextOf("description"));
        await person.PressAsync("user", userName);
        if (person.Page == "consent")
        {
            await person.PressAsync("consent", "accept");
        }

        return person.Answer()["code"];
    }

    protected Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> RedeemAsync(
        SandboxApp app, string code, params (string Name, string? Value)[] changes) =>
        TokenAsync(Merge(
            [
                ("client_id", app.Id.ToString()), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect),
                ("code_verifier", Verifier), ("client_secret", app.Secret),
            ],
            changes));

    protected Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> RefreshAsync(
        SandboxApp app, string refreshToken, params (string Name, string? Value)[] changes) =>
        TokenAsync(Merge(
            [("client_id", app.Id.ToString()), ("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_secret", app.Secret)],
            changes));

    protected Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> ClientCredentialsAsync(
        SandboxApp app, params (string Name, string? Value)[] changes) =>
        TokenAsync(Merge(
            [("client_id", app.Id.ToString()), ("grant_type", "client_credentials"), ("scope", $"{Site}/.default"), ("client_secret", app.Secret)],
            changes));

    protected async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> TokenAsync(
        IEnumerable<KeyValuePair<string, string>> fields, string? url = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url ?? Sandbox.Addresses.TokenUrl) { Content = new FormUrlEncodedContent(fields) };
        return await SendAsync(request);
    }

    protected async Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> SendAsync(HttpRequestMessage request)
    {
        var response = await _http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError, text);
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, response);
    }

    protected Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> GetAsync(string path) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Site + path));

    protected Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> ControlAsync(string json) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{Site}/_sandbox/control") { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    /// <summary>Asks the site who calls, with a token.</summary>
    protected Task<(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response)> SiteAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{Sandbox.Addresses.WebApi}WhoAmI");
        request.Headers.Authorization = new("Bearer", token);
        return SendAsync(request);
    }

    protected static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;

    protected static JsonWebToken Jwt(JsonElement body, string name = "access_token") => new(Text(body, name));

    protected static IReadOnlyList<KeyValuePair<string, string>> Merge(
        IEnumerable<(string Name, string? Value)> defaults, IReadOnlyCollection<(string Name, string? Value)> changes) =>
    [
        .. defaults.Where(pair => changes.All(change => change.Name != pair.Name)).Concat(changes)
            .Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!)),
    ];

    /// <summary>Holds an error body to the form that Entra gives every one of its errors.</summary>
    protected void ShouldBeRefusal((HttpStatusCode Status, JsonElement Body, HttpResponseMessage Response) answer, HttpStatusCode status, string error, int code)
    {
        var (_, body, response) = answer;
        Text(body, "error_description").ShouldStartWith($"AADSTS{code}: ");
        Text(body, "error").ShouldBe(error);
        answer.Status.ShouldBe(status);
        body.GetProperty("error_codes").EnumerateArray().Select(number => number.GetInt32()).ShouldBe([code]);
        var timestamp = Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Text(body, "timestamp").ShouldBe(timestamp);
        var (trace, correlation) = (body.GetProperty("trace_id").GetGuid(), body.GetProperty("correlation_id").GetGuid());
        Text(body, "error_description").ShouldEndWith($"\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {timestamp}");
        Text(body, "error_uri").ShouldBe($"{Site}/error?code={code}");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        response.Headers.GetValues("x-ms-request-id").Single().ShouldBe(trace.ToString());
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.CacheControl.NoCache.ShouldBeTrue();
        response.Headers.Pragma.ToString().ShouldBe("no-cache");
    }
}
