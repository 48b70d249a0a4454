using Microsoft.AspNetCore.Connections;
using Syncline.Core.Errors;
using Syncline.Sandbox;
using Syncline.Workspace;

namespace Syncline.Studio.Sandboxes;

/// <summary>
/// The sandbox that the Studio starts when somebody asks for it, and by itself when a saved connection leads to it; one, until the Studio stops. Its
/// address and rows stay from start to start (<see cref="SandboxPlace"/>). Safe for concurrent use.
/// </summary>
internal sealed class LocalSandbox(SynclineWorkspace workspace, TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly SandboxPlace place = new(workspace.Home);
    private readonly SemaphoreSlim gate = new(1, 1);
    private SandboxServer? server;

    /// <summary>The running sandbox; null when there is none.</summary>
    public SandboxServer? Running => server;

    /// <summary>What is not as usual with the running one; null when all is.</summary>
    public string? Notice { get; private set; }

    /// <summary>Why the sandbox that a saved connection needs could not be started with the Studio; null when nothing is wrong.</summary>
    public ErrorDetail? Error { get; private set; }

    /// <summary>Starts it, or gives the one that runs.</summary>
    /// <exception cref="ConnectionException">ST1002: no port can be had.</exception>
    public async Task<SandboxServer> StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return server ??= await StartAtItsPlaceAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConnectionException(
                new()
                {
                    Id = "ST1002",
                    Phase = ErrorPhase.Connection,
                    Message = $"The sandbox can't be started: {exception.Message}",
                    Advice = $"Close programs that listen on many ports of this computer, see that {workspace.Home.Sandbox} can be written to, then try again.",
                },
                exception);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Starts it when a saved connection leads to it. What goes wrong is told by <see cref="Error"/>: the Studio is of use without it.</summary>
    public async Task StartForSavedConnectionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (place.KnownPort is { } port && await IsUsedAsync($"http://localhost:{port}", cancellationToken))
            {
                await StartAsync(cancellationToken);
            }
        }
        catch (SynclineException exception)
        {
            Error = exception.Error;
        }
    }

    /// <summary>Settings of a connection to it, with the app that needs no secret.</summary>
    public static IReadOnlyDictionary<string, string> Settings(SandboxServer sandbox) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["url"] = sandbox.Addresses.Site,
        ["client-id"] = sandbox.Options.Directory.PublicClient.Id.ToString(),
        ["authorization-url"] = sandbox.Addresses.AuthorizationUrl,
        ["token-url"] = sandbox.Addresses.TokenUrl,
    };

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        gate.Dispose();
    }

    private async Task<SandboxServer> StartAtItsPlaceAsync(CancellationToken cancellationToken)
    {
        Notice = null;
        try
        {
            return await StartAtItsPortAsync(place.Rows, cancellationToken);
        }
        catch (SandboxFolderException exception)
        {
            var started = await StartAtItsPortAsync(rows: null, cancellationToken);
            Notice ??= $"its rows are not kept: {exception.Message}";
            return started;
        }
    }

    private async Task<SandboxServer> StartAtItsPortAsync(string? rows, CancellationToken cancellationToken)
    {
        var known = place.KnownPort;
        SandboxServer started;
        try
        {
            started = await StartAsync(place.Port, rows, cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException && known is not null)
        {
            // Another Studio of this user has it, or a program that is gone tomorrow: what is saved stays with the usual port.
            Notice = $"port {known} is taken, so this one is gone when the Studio ends";
            return await StartAsync(port: 0, rows: null, cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            started = await StartAsync(port: 0, rows, cancellationToken);
        }

        if (known is null)
        {
            place.Keep(new Uri(started.Addresses.Site).Port);
        }

        return started;
    }

    private Task<SandboxServer> StartAsync(int port, string? rows, CancellationToken cancellationToken) =>
        SandboxServer.StartAsync(new SandboxOptions { Port = port, Keep = rows, TimeProvider = timeProvider }, cancellationToken);

    private async Task<bool> IsUsedAsync(string site, CancellationToken cancellationToken)
    {
        var entries = await workspace.Library.ListAsync(cancellationToken);
        return entries.Any(entry => entry.Options.TryGetValue("url", out var url)
            && url.StartsWith(site, StringComparison.OrdinalIgnoreCase)
            && (url.Length == site.Length || url[site.Length] == '/'));
    }
}
