using Microsoft.Extensions.Hosting;

namespace Syncline.Sandbox.Hosting;

/// <summary>Leaves Ctrl-C and process signals to whoever started the sandbox, instead of hooking them as a stand-alone host would.</summary>
internal sealed class EmbeddedHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
