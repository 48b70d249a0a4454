using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Files.Json;

/// <summary>Connects to JSON files (RFC 8259): lists of objects, or an object on each line (JSON lines, NDJSON).</summary>
public sealed class JsonConnector : IConnectionProbe
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "json",
        DisplayName = "JSON files",
        Summary = "Lists of objects, or one object per line (JSON lines); nested values are columns named by their path.",
        Group = "Files",
        UsesHttp = false,
        Options = JsonOptions.Declarations,
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        var options = JsonOptions.From(settings, services.BaseFolder);
        return ValueTask.FromResult<IConnection>(new FileConnection(options.Location, new JsonFormat(options.Rows)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProbeStage> ProbeStages(ConnectionSettings settings) => FileProbe.Stages;

    /// <inheritdoc/>
    public IAsyncEnumerable<ProbeStep> ProbeAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        var probe = new FileProbe(JsonOptions.Kind, () =>
        {
            var options = JsonOptions.From(settings, services.BaseFolder);
            return (options.Location, new FileConnection(options.Location, new JsonFormat(options.Rows)));
        });
        return ProbeWalk.RunAsync(FileProbe.Stages, probe.LookAsync, services.TimeProvider, cancellationToken);
    }
}
