using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Connects to Apache Parquet files; folders named <c>year=2024</c> are columns when a folder is one table.</summary>
public sealed class ParquetConnector : IConnectionProbe
{
    private static readonly FileKind Kind = new("Parquet file", [".parquet"]);

    private static readonly ConnectorOption PathOption = FileLocation.PathOption(
        "A Parquet file, a folder whose .parquet files are the tables, or a pattern. With one-table, folders below named such as year=2024 become columns.", "lake/contacts.parquet");

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "parquet",
        DisplayName = "Parquet files",
        Summary = "Columnar files with types, as data lakes and analytics tools keep them.",
        Group = "Files",
        UsesHttp = false,
        Options = [PathOption, FileLocation.KeyOption, FileLocation.OneTableOption, FileLocation.ColumnsOption],
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Open(settings, services).Connection);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProbeStage> ProbeStages(ConnectionSettings settings) => FileProbe.Stages;

    /// <inheritdoc/>
    public IAsyncEnumerable<ProbeStep> ProbeAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        return ProbeWalk.RunAsync(FileProbe.Stages, new FileProbe(Kind, () => Open(settings, services)).LookAsync, services.TimeProvider, cancellationToken);
    }

    private static (FileLocation Location, IConnection Connection) Open(ConnectionSettings settings, ConnectorServices services)
    {
        var location = FileLocation.From(settings, services.BaseFolder, Kind, PathOption);
        return (location, new FileConnection(location, new ParquetFormat(hasPartitions: location.OneTable is not null)));
    }
}
