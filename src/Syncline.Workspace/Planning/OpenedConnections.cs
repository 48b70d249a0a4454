using Syncline.Core.Connectors;

namespace Syncline.Workspace.Planning;

/// <summary>Connections opened once each, and closed together. For one caller at a time.</summary>
internal sealed class OpenedConnections(SynclineWorkspace workspace) : IAsyncDisposable
{
    private readonly Dictionary<string, IConnection> opened = new(StringComparer.Ordinal);

    public async ValueTask<IConnection> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (!opened.TryGetValue(name, out var connection))
        {
            opened.Add(name, connection = await workspace.OpenAsync(name, cancellationToken));
        }

        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in opened.Values)
        {
            await connection.DisposeAsync();
        }
    }
}
