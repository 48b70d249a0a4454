using System.Net;
using Syncline.Workspace;

namespace Syncline.Studio.Tests;

/// <summary>A running Studio with an empty home, and a browser that holds no cookie unless one is given.</summary>
public sealed class StudioSite : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("syncline-studio-").FullName;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public StudioServer Server { get; private set; } = null!;

    public string Authority => Server.Address.Authority;

    public async ValueTask InitializeAsync() => Server = await StudioServer.StartAsync(
        new StudioOptions { Workspace = new SynclineWorkspace(new SynclineHome(root), _ => null), Port = 0 }, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    /// <summary>Sends a request; headers as a browser would, given as "Name: value".</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.Address, path));
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim()).ShouldBeTrue();
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params string[] headers) => SendAsync(HttpMethod.Get, path, headers);

    /// <summary>Uses a fresh launch address.</summary>
    /// <returns>The cookie, as a header to send.</returns>
    public async Task<string> OpenAsync()
    {
        using var opened = await GetAsync(Server.NewLaunchAddress().PathAndQuery);
        opened.StatusCode.ShouldBe(HttpStatusCode.OK);
        return "Cookie: " + opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
