using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Syncline.OAuth.Tests.Fakes;

/// <summary>An authorization server over real HTTP whose token endpoint answers as a test scripts it, politely or not.</summary>
internal sealed class FakeAuthorizationServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeAuthorizationServer(WebApplication app) => this.app = app;

    public Uri Address { get; private set; } = null!;

    public string AuthorizationUrl => $"{Address}tenant/oauth2/v2.0/authorize";

    public string TokenUrl => $"{Address}tenant/oauth2/v2.0/token";

    /// <summary>Forms that arrived, in order, with the path they were sent to.</summary>
    public ConcurrentQueue<(string Path, Dictionary<string, string> Form)> Requests { get; } = new();

    public IEnumerable<Dictionary<string, string>> TokenRequests => Requests.Where(r => r.Path.EndsWith("/token", StringComparison.Ordinal)).Select(r => r.Form);

    /// <summary>How the token endpoint answers.</summary>
    public Func<HttpContext, Dictionary<string, string>, Task> OnToken { get; set; } = (context, _) => JsonAsync(context, 200, Tokens());

    /// <summary>How any other address answers.</summary>
    public Func<HttpContext, Dictionary<string, string>, Task> OnOther { get; set; } = (context, _) => JsonAsync(context, 404, new JsonObject());

    public static async Task<FakeAuthorizationServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new FakeAuthorizationServer(builder.Build());
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.First() + "/");
        return server;
    }

    public static JsonObject Tokens(string accessToken = "access-1", string? refreshToken = "refresh-1", int expiresIn = 3600)
    {
        var json = new JsonObject { ["token_type"] = "Bearer", ["access_token"] = accessToken, ["expires_in"] = expiresIn, ["scope"] = "demo" };
        if (refreshToken is not null)
        {
            json["refresh_token"] = refreshToken;
        }

        return json;
    }

    public static JsonObject EntraError(string error, string code, string text) => new()
    {
        ["error"] = error,
        ["error_description"] = $"AADSTS{code}: {text}\r\nTrace ID: 11111111-2222-3333-4444-555555555555\r\nCorrelation ID: 66666666-7777-8888-9999-000000000000\r\nTimestamp: 2026-01-02 03:04:05Z",
        ["error_codes"] = new JsonArray(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture)),
        ["trace_id"] = "11111111-2222-3333-4444-555555555555",
    };

    public static async Task JsonAsync(HttpContext context, int status, JsonNode body) =>
        await TextAsync(context, status, "application/json; charset=utf-8", body.ToJsonString(new JsonSerializerOptions()));

    public static async Task TextAsync(HttpContext context, int status, string type, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    public void AnswerTokens(params JsonObject[] answers)
    {
        var queue = new ConcurrentQueue<JsonObject>(answers);
        OnToken = (context, _) => queue.TryDequeue(out var next)
            ? JsonAsync(context, next.ContainsKey("error") ? 400 : 200, next)
            : JsonAsync(context, 400, EntraError("invalid_grant", "70000", "Nothing more is scripted."));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync()).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal)
            : [];
        Requests.Enqueue((context.Request.Path, form));
        await (context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal) ? OnToken(context, form) : OnOther(context, form));
    }
}
