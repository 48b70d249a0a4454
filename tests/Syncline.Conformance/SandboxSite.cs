using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Syncline.Conformance;
using Syncline.Sandbox;

[assembly: AssemblyFixture(typeof(SandboxSite))]

namespace Syncline.Conformance;

/// <summary>One running sandbox for all tests of this project, with a caller that is signed in. Tests that write make their own rows.</summary>
public sealed class SandboxSite : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private SandboxServer? _server;
    private string? _token;

    /// <summary>The running sandbox.</summary>
    public SandboxServer Server => _server ?? throw new InvalidOperationException("The sandbox has not been started.");

    /// <summary>The caller's access token.</summary>
    public string Token => _token ?? throw new InvalidOperationException("The caller is not signed in.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions(), Cancel);
        var app = Server.Options.Directory.ConfidentialClient;
        var answer = await TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", app.Id.ToString()), ("client_secret", app.Secret!), ("scope", Server.Addresses.Site + "/.default"));
        answer.Status.ShouldBe(200, answer.Text);
        _token = answer.Json.GetProperty("access_token").GetString();
    }

    /// <summary>Asks the token endpoint, without a bearer token.</summary>
    public Task<SiteReply> TokenAsync(params (string Name, string Value)[] form) => FormAsync(Server.Addresses.TokenUrl, form);

    /// <summary>Posts a form to an address of the sign-in service.</summary>
    public async Task<SiteReply> FormAsync(string address, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))),
        };
        return await SendAsync(request);
    }

    /// <summary>Gets a page of the sign-in service, without a bearer token.</summary>
    public async Task<SiteReply> PublicAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request);
    }

    /// <summary>Sends a request to the site. The address is absolute, or relative to the Web API's root.</summary>
    public async Task<SiteReply> SendAsync(string method, string address, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri(Server.Addresses.WebApi), address));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (!string.IsNullOrEmpty(body))
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await SendAsync(request);
    }

    /// <summary>Sends an envelope of SOAP 1.1 to the Organization Service.</summary>
    public async Task<SiteReply> SoapAsync(string operation, string envelope)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Server.Addresses.OrganizationService) { Content = new StringContent(envelope, Encoding.UTF8, "text/xml") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.TryAddWithoutValidation("SOAPAction", $"\"http://schemas.microsoft.com/xrm/2011/Contracts/Services/IOrganizationService/{operation}\"");
        return await SendAsync(request);
    }

    /// <summary>Gets a page of the Web API that must be there.</summary>
    public async Task<JsonElement> GetAsync(string address)
    {
        var reply = await SendAsync("GET", address);
        reply.Status.ShouldBe(200, reply.Text);
        return reply.Json;
    }

    /// <summary>Creates a row and returns its key.</summary>
    public async Task<Guid> CreateAsync(string set, string body)
    {
        var reply = await SendAsync("POST", set, body);
        reply.Status.ShouldBe(204, reply.Text);
        return Guid.Parse(reply.Headers["OData-EntityId"][^37..^1]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task<SiteReply> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, Cancel);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new SiteReply((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync(Cancel));
    }
}
