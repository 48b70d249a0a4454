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
    public async Task<SandboxServer> StartAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return server ??= await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = timeProvider }, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        gate.Dispose();
    }
}
