using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Connects to Apache Parquet files; folders named <c>year=2024</c> are columns when a folder is one table.</summary>
public sealed class ParquetConnector : IConnectionProbe
{
    private static readonly FileKind Kind = new("Parquet file", [".parquet"]);

    private static readonly ConnectorOption PathOption = FileLocation.PathOption(
        "A Parquet file, a folder whose .parquet files are the tables, or a pattern. With one-table, folders below named such as year=2024 become columns.", "lake/contacts.parquet");

    private static readonly ConnectorOption PartitionOption = new()
    {
        Name = "partition-by",
        Label = "Partition by",
        Help = "Columns, joined by commas, whose values name the folder of a new row's file, such as year=2024/country=DE. With one-table and the path of a folder; the table can then be written.",
        Example = "year, country",
    };

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "parquet",
        DisplayName = "Parquet files",
        Summary = "Columnar files with types, as data lakes and analytics tools keep them.",
        Group = "Files",
        UsesHttp = false,
        Options = [PathOption, FileLocation.KeyOption, FileLocation.OneTableOption, PartitionOption, FileLocation.ColumnsOption],
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
        string[] partitions = [.. (settings.Get(PartitionOption) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        if (partitions.Length > 0 && (location.OneTable is null || !Directory.Exists(location.FullPath)))
        {
            throw new ConfigurationException(FileErrors.OptionValue(PartitionOption.Name, string.Join(", ", partitions), "Partitions are folders of one table: set one-table to its name, and path to a folder that is there."));
        }

        var format = new ParquetFormat(hasPartitions: location.OneTable is not null);
        return (location, new FileConnection(location, format, partitions.Length == 0 ? null : connection => new PartitionWriter(connection, location, partitions)));
    }
}
