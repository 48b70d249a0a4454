using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Connects to CSV files (RFC 4180 and its usual variants): one file, the files of a folder, or those that a pattern finds.</summary>
public sealed class CsvConnector : IConnectionProbe
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "csv",
        DisplayName = "CSV files",
        Summary = "Text files with rows of values separated by a comma, semicolon, tab or another character; each file is a table.",
        Group = "Files",
        UsesHttp = false,
        Options = CsvOptions.Declarations,
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IConnection>(CsvFormat.Open(CsvOptions.From(settings, services.BaseFolder)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProbeStage> ProbeStages(ConnectionSettings settings) => FileProbe.Stages;

    /// <inheritdoc/>
    public IAsyncEnumerable<ProbeStep> ProbeAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        return ProbeWalk.RunAsync(FileProbe.Stages, Probe(settings, services).LookAsync, services.TimeProvider, cancellationToken);
    }

    private static FileProbe Probe(ConnectionSettings settings, ConnectorServices services) => new(CsvOptions.Kind, () =>
    {
        var options = CsvOptions.From(settings, services.BaseFolder);
        return (options.Location, CsvFormat.Open(options));
    });
}
