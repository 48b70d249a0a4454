using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Syncline.Sandbox.OrganizationService;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.Site;

namespace Syncline.Sandbox.Tests.Site;

/// <summary>A site of its own on a free port, with a token reader that knows one token, and each user's name as theirs. What the tests see of it is HTTP.</summary>
internal sealed class SiteHost : IAsyncDisposable
{
    public const string Token = "good-token";
    private readonly WebApplication _app;

    private SiteHost(WebApplication app, SandboxOptions options)
    {
        _app = app;
        Options = options;
        Origin = app.Urls.First();
        Client = new HttpClient { BaseAddress = new Uri(Origin + "/api/data/v9.2/") };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public SandboxOptions Options { get; }

    public string Origin { get; }

    public HttpClient Client { get; }

    public Guid UserId => Options.Directory.Users[0].Id;

    public static async Task<SiteHost> StartAsync(SandboxOptions? options = null)
    {
        options ??= new SandboxOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(options).AddSingleton<IAccessTokenReader>(new OneToken(options)).AddSite().AddOrganizationService();
        var app = builder.Build();
        app.MapSite();
        app.MapOrganizationService();
        await app.StartAsync();
        return new SiteHost(app, options);
    }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    public Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync("POST", path, body, headers);

    public Task<Answer> PatchAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync("PATCH", path, body, headers);

    public async Task<Answer> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            if (name == "Authorization")
            {
                request.Headers.Authorization = AuthenticationHeaderValue.Parse(value);
                continue;
            }

            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            var type = headers.FirstOrDefault(header => header.Name == "Content-Type").Value;
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            if (type is not null)
            {
                request.Content.Headers.Remove("Content-Type");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var names = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join("; ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, text, names);
    }

    /// <summary>Gives an order at <c>/_sandbox/</c>.</summary>
    public async Task OrderAsync(string path, string body)
    {
        var answer = await SendAsync("POST", $"{Origin}/_sandbox/{path}", body);
        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Text);
    }

    /// <summary>The key of the one row that a filter finds.</summary>
    public async Task<Guid> IdAsync(string set, string key, string filter)
    {
        var answer = await GetAsync($"{set}?$select={key}&$filter={filter}");
        return answer.Rows.ShouldHaveSingleItem().GetProperty(key).GetGuid();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    internal sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonElement Json => JsonElement.Parse(Text);

        public List<JsonElement> Rows => [.. Json.GetProperty("value").EnumerateArray()];

        public string ErrorCode => Json.GetProperty("error").GetProperty("code").GetString()!;

        public string ErrorMessage => Json.GetProperty("error").GetProperty("message").GetString()!;

        public string? NextLink => Json.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;

        /// <summary>The key at the end of <c>OData-EntityId</c>.</summary>
        public Guid CreatedId => Guid.Parse(Headers["OData-EntityId"][^37..^1]);
    }

    private sealed class OneToken(SandboxOptions options) : IAccessTokenReader
    {
        public SandboxCaller? Read(string accessToken, out string? reason)
        {
            var user = accessToken == Token ? options.Directory.Users[0] : options.Directory.Users.FirstOrDefault(user => user.UserName == accessToken);
            reason = user is not null ? null : "The token is not one that this test knows.";
            return user is not null ? new SandboxCaller(user.Id, options.Directory.PublicClient.Id, options.Directory.TenantId, false) : null;
        }
    }
}
