using System.Net;
using System.Text;
using Syncline.Connectors.Dataverse.Tests.Sandbox;
using Syncline.Core.Connectors;
using Syncline.Sandbox;

[assembly: AssemblyFixture(typeof(SandboxSite))]

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>
/// A sandbox over real HTTP, signed in to once by the authorization code flow with the public app. Shared by the tests of this folder, which together ask
/// more of it than its limits allow one user: they are off.
/// </summary>
public class SandboxSite : IAsyncLifetime
{
    /// <summary>Generated accounts, and as many contacts.</summary>
    public const int SeedRows = 11_000;

    private readonly SocketsHttpHandler handler = new() { AllowAutoRedirect = false };

    /// <summary>Which service connections speak.</summary>
    public virtual string Transport => DataverseOptions.TransportAuto;

    /// <summary>The running sandbox.</summary>
    public SandboxServer Server { get; private set; } = null!;

    /// <summary>A signed-in connection.</summary>
    public IConnection Connection { get; private set; } = null!;

    /// <summary>What the sign-in said.</summary>
    public ConnectionIdentity SignedIn { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { SeedRows = SeedRows, Limits = new() { Enabled = false } }, CancellationToken.None);
        var services = Services();
        using var person = new SandboxPerson(new Uri(Server.Addresses.Site));
        SignedIn = await new DataverseConnector().SignInAsync(Settings(), services, person, CancellationToken.None);
        Connection = await new DataverseConnector().ConnectAsync(Settings(), services, CancellationToken.None);
    }

    /// <summary>Services with a token store of their own.</summary>
    public ConnectorServices Services() => new() { HttpHandler = handler, State = new MemoryState() };

    /// <summary>Settings of the public app, or with other options.</summary>
    public ConnectionSettings Settings(params (string Name, string Value)[] others)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["url"] = Server.Addresses.Site + "/main.aspx?appid=1",
            ["client-id"] = Server.Options.Directory.PublicClient.Id.ToString(),
            ["authorization-url"] = Server.Addresses.AuthorizationUrl,
            ["token-url"] = Server.Addresses.TokenUrl,
            ["transport"] = Transport,
        };
        foreach (var (name, value) in others)
        {
            options[name] = value;
        }

        return new ConnectionSettings { Name = "sandbox", Connector = "dynamics-365", Options = options };
    }

    /// <summary>A refusal in the form of the service that connections speak.</summary>
    public virtual HttpResponseMessage Refusal(HttpStatusCode status, uint code, string message) => new(status)
    {
        Content = new StringContent($$$"""{"error":{"code":"0x{{{code:x8}}}","message":"{{{message}}}"}}""", Encoding.UTF8, "application/json"),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
        handler.Dispose();
    }
}
