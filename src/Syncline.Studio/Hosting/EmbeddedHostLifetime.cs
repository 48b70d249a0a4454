using Microsoft.Extensions.Hosting;

namespace Syncline.Studio.Hosting;

/// <summary>Leaves Ctrl-C and process signals to whoever started the Studio.</summary>
internal sealed class EmbeddedHostLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
