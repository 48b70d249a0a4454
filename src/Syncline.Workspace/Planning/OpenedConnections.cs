using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Sync.Projects;

namespace Syncline.Workspace.Planning;

/// <summary>Connections opened once each, and closed together. For one caller at a time.</summary>
internal sealed class OpenedConnections(SynclineWorkspace workspace) : IAsyncDisposable
{
    private readonly Dictionary<string, IConnection> opened = new(StringComparer.Ordinal);

    /// <summary>The source of a project.</summary>
    public ValueTask<IConnection> OpenSourceAsync(Project project, CancellationToken cancellationToken) =>
        OpenAsync(project.Source.Connection, project.Marks.Find("source/connection"), cancellationToken);

    /// <summary>The target of a project.</summary>
    public ValueTask<IConnection> OpenTargetAsync(Project project, CancellationToken cancellationToken) =>
        OpenAsync(project.Target.Connection, project.Marks.Find("target/connection"), cancellationToken);

    private async ValueTask<IConnection> OpenAsync(string name, SourceLocation? place, CancellationToken cancellationToken)
    {
        if (opened.TryGetValue(name, out var known))
        {
            return known;
        }

        try
        {
            return opened[name] = await workspace.OpenAsync(name, cancellationToken);
        }
        catch (ConfigurationException exception) when (exception.Error.Location is null && place is not null)
        {
            throw new ConfigurationException(exception.Error with { Location = place }, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in opened.Values)
        {
            await connection.DisposeAsync();
        }
    }
}
