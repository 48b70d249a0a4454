using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Syncline.Sandbox.Certificates;
using Syncline.Sandbox.Hosting;
using Syncline.Sandbox.OrganizationService;
using Syncline.Sandbox.SignIn;
using Syncline.Sandbox.SignIn.Control;
using Syncline.Sandbox.SignIn.Tokens;
using Syncline.Sandbox.Site;

namespace Syncline.Sandbox;

/// <summary>
/// A running sandbox: the Dynamics 365 site and the Entra sign-in service on one loopback port.
/// Instances are independent of each other; any number can run in one process. Members are safe for concurrent use.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int PortAttempts = 8;

    private readonly WebApplication _app;

    private readonly SigningKey? _ownedKey;

    private readonly SandboxCertificates _certificates;

    private SandboxServer(WebApplication app, SandboxAddresses addresses, SandboxOptions options, SandboxCertificates certificates, SigningKey? ownedKey)
    {
        _app = app;
        _ownedKey = ownedKey;
        _certificates = certificates;
        Addresses = addresses;
        Options = options;
    }

    /// <summary>Where the sandbox answers.</summary>
    public SandboxAddresses Addresses { get; }

    /// <summary>What the sandbox was started with: its tenant, apps and people.</summary>
    public SandboxOptions Options { get; }

    /// <summary>The certificates that clients need.</summary>
    public ISandboxCertificates Certificates => _certificates;

    internal SandboxControls Controls => _app.Services.GetRequiredService<SandboxControls>();

    internal IAccessTokenReader AccessTokens => _app.Services.GetRequiredService<IAccessTokenReader>();

    /// <summary>Starts a sandbox and returns once it answers. Nothing is written to the console.</summary>
    /// <param name="options">Port, sample rows, directory and clock.</param>
    /// <param name="cancellationToken">Ends the start; a sandbox that has started is ended by <see cref="DisposeAsync"/>.</param>
    /// <exception cref="IOException">The wished-for port is taken on 127.0.0.1 or on [::1], or the certificate folder can't be used.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var key = new SigningKey(options.TimeProvider);
        try
        {
            return await StartAsync(options, key, ownsKey: true, cancellationToken);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>As the public one, with a signing key that several sandboxes may share.</summary>
    internal static async Task<SandboxServer> StartAsync(SandboxOptions options, SigningKey key, bool ownsKey, CancellationToken cancellationToken)
    {
        var certificates = SandboxCertificates.Open(options);
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port != 0 ? options.Port : FreePort.Find();
            var addresses = SandboxAddresses.For($"{(options.Https ? "https" : "http")}://localhost:{port}", options.Directory.TenantId);
            var app = Build(options, addresses, certificates, key, port);
            try
            {
                await app.StartAsync(cancellationToken);
                return new SandboxServer(app, addresses, options, certificates, ownsKey ? key : null);
            }
            catch (IOException error) when (options.Port == 0 && attempt < PortAttempts && error.InnerException is AddressInUseException)
            {
                // Somebody took the port between the search and the bind: look for another.
                await app.DisposeAsync();
            }
            catch
            {
                await app.DisposeAsync();
                certificates.Dispose();
                throw;
            }
        }
    }

    /// <summary>Completes when the sandbox has stopped, or when <paramref name="cancellationToken"/> asks it to stop.</summary>
    /// <param name="cancellationToken">Stops the sandbox gracefully; the task then completes without an exception.</param>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops the sandbox and frees its port. Requests under way get two seconds to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _ownedKey?.Dispose();
        _certificates.Dispose();
    }

    private static WebApplication Build(SandboxOptions options, SandboxAddresses addresses, SandboxCertificates certificates, SigningKey key, int port)
    {
        // The empty builder reads no settings files and no environment, and logs nowhere: a sandbox depends on its options alone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Syncline.Sandbox" });
        builder.WebHost.UseKestrelCore();
        if (options.Https)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestLineSize = 32 * 1024; // the longest URL of a GET that Dataverse takes
            kestrel.Limits.MaxRequestBodySize = 160 * 1024 * 1024; // a file column takes up to 128 MB in one request
            kestrel.ListenLocalhost(port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificates.Server is { } certificate)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedHostLifetime>();
        builder.Services.AddRouting();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Directory);
        builder.Services.AddSingleton(addresses);
        builder.Services.AddSingleton(options.TimeProvider);
        builder.Services.AddSingleton(certificates.Client);
        builder.Services.AddSignIn(options, addresses, key);
        builder.Services.AddSite();
        builder.Services.AddOrganizationService();

        var app = builder.Build();
        app.Use(FaultReport.ReportAsync);
        app.MapSignIn();
        app.MapSite();
        app.MapOrganizationService();
        return app;
    }
}
