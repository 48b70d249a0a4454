using Syncline.Core.Errors;
using Syncline.Sandbox;

namespace Syncline.Studio.Sandboxes;

/// <summary>The sandbox that the Studio starts when somebody asks for it; one, until the Studio stops. Safe for concurrent use.</summary>
internal sealed class LocalSandbox(TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private SandboxServer? server;

    /// <summary>The running sandbox; null when there is none.</summary>
    public SandboxServer? Running => server;

    /// <summary>Starts it, or gives the one that runs.</summary>
    /// <exception cref="ConnectionException">No port can be had.</exception>
    public async Task<SandboxServer> StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return server ??= await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = timeProvider }, cancellationToken);
        }
        catch (IOException exception)
        {
            throw new ConnectionException(
                new()
                {
                    Id = "ST1002",
                    Phase = ErrorPhase.Connection,
                    Message = $"The sandbox can't be started: {exception.Message}",
                    Advice = "Close programs that listen on many ports of this computer, then try again.",
                },
                exception);
        }
        finally
        {
            gate.Release();
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
}
