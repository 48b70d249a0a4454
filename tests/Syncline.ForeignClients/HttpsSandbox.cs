using System.Net;
using System.Net.Http.Headers;
using Syncline.ForeignClients;
using Syncline.ForeignClients.Browser;
using Syncline.Sandbox;
using Syncline.Sandbox.Certificates;
using Syncline.Sandbox.Directory;

[assembly: AssemblyFixture(typeof(HttpsSandbox))]

namespace Syncline.ForeignClients;

/// <summary>One sandbox over https for all clients, with its certificates in a folder of its own.</summary>
public sealed class HttpsSandbox : IAsyncLifetime
{
    public const string Ada = "ada.winter@contoso.example";

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("syncline-foreign-").FullName;
    private SandboxServer? server;
    private HttpClient? http;

    public SandboxServer Server => server ?? throw new InvalidOperationException("The sandbox has not been started.");

    public SandboxDirectory Directory => Server.Options.Directory;

    public ISandboxCertificates Certificates => Server.Certificates;

    /// <summary>A client that trusts the sandbox.</summary>
    public HttpClient Http => http ?? throw new InvalidOperationException("The sandbox has not been started.");

    public string Site => Server.Addresses.Site;

    /// <summary><c>https://localhost:PORT/TENANT</c>.</summary>
    public string Authority => $"{Site}/{Server.Addresses.Tenant}";

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions { Https = true, CertificateFolder = folder }, CancellationToken.None);
        http = new HttpClient(Trust.Handler(Certificates.Authority));
    }

    internal ScriptedBrowser NewBrowser(int patience = 0) => new(Certificates.Authority) { Patience = patience };

    /// <summary>Whether the site lets the token in.</summary>
    public async Task ShouldOpenSiteAsync(string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Server.Addresses.WebApi}WhoAmI");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        System.IO.Directory.Delete(folder, recursive: true);
    }
}
