using Syncline.Sandbox;

namespace Syncline.Compliance.Dynamics365;

/// <summary>A Dynamics 365 site of these tests' own, over HTTP on a free port.</summary>
public sealed class SandboxSite : IAsyncLifetime
{
    public SandboxServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await SandboxServer.StartAsync(new SandboxOptions(), CancellationToken.None);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
