using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Syncline.Studio.Hosting;
using Syncline.Studio.Sandboxes;

namespace Syncline.Studio;

/// <summary>
/// A running Studio: a web site on one port of 127.0.0.1, for the one browser that was sent here with a launch key
/// (docs/promises/studio.md). Members are safe for concurrent use.
/// </summary>
public sealed class StudioServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private StudioServer(WebApplication app, Uri address)
    {
        this.app = app;
        Address = address;
    }

    /// <summary>Where the Studio answers, e.g. <c>http://127.0.0.1:7420/</c>. Alone it opens nothing: see <see cref="NewLaunchAddress"/>.</summary>
    public Uri Address { get; }

    /// <summary>Raised when a launch address was used, and so is of no use any more. Handlers must return soon.</summary>
    public event EventHandler? LaunchAddressUsed
    {
        add => Keys.Used += value;
        remove => Keys.Used -= value;
    }

    private LaunchKeys Keys => app.Services.GetRequiredService<LaunchKeys>();

    /// <summary>Starts a Studio and returns once it answers. Nothing is written to the console.</summary>
    /// <exception cref="IOException">The port asked for is taken.</exception>
    public static async Task<StudioServer> StartAsync(StudioOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return await StartAsync(options, options.Port ?? StudioOptions.UsualPort, cancellationToken);
        }
        catch (IOException exception) when (options.Port is null && exception.InnerException is AddressInUseException)
        {
            return await StartAsync(options, port: 0, cancellationToken);
        }
    }

    /// <summary>
    /// A new address that opens the Studio in one browser, once: its key becomes that browser's cookie. An address that was given before
    /// and not used yet stops working.
    /// </summary>
    public Uri NewLaunchAddress() => new(Address, $"{LaunchPage.Path}?key={Keys.Make()}");

    /// <summary>Completes when <paramref name="cancellationToken"/> asks the Studio to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops the Studio, and the sandbox that it brought along.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static async Task<StudioServer> StartAsync(StudioOptions options, int port, CancellationToken cancellationToken)
    {
        var starting = Build(options, port);
        try
        {
            await starting.StartAsync(cancellationToken);
            var sandbox = starting.Services.GetRequiredService<LocalSandbox>();
            if (options.WithSandbox)
            {
                await sandbox.StartAsync(cancellationToken);
            }
            else
            {
                await sandbox.StartForSavedConnectionsAsync(cancellationToken);
            }

            var listening = starting.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            return new StudioServer(starting, new Uri(listening));
        }
        catch
        {
            await starting.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(StudioOptions options, int port)
    {
        // The empty builder reads no settings files and no environment, and logs nowhere: a Studio depends on its options alone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = EmbeddedAssets.ApplicationName });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedHostLifetime>();
        builder.Services.AddStudio(options);
        var assets = new EmbeddedAssets();
        builder.Environment.WebRootFileProvider = assets;
        var built = builder.Build();
        built.UseStudio(assets);
        return built;
    }
}
