using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Probing;

namespace Syncline.Connectors.Files.Excel;

/// <summary>Connects to Excel workbooks (.xlsx): sheets and named ranges are tables.</summary>
public sealed class ExcelConnector : IConnectionProbe
{
    private static readonly FileKind Kind = new("Excel workbook", [".xlsx", ".xlsm"]);

    private static readonly ConnectorOption PathOption = FileLocation.PathOption(
        "An Excel workbook (.xlsx), a folder of them, or a pattern. Sheets and named ranges are the tables; in a folder they are named workbook.xlsx/Sheet.", "exports/contacts.xlsx");

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "excel",
        DisplayName = "Excel workbooks",
        Summary = "Sheets and named ranges of .xlsx files; the row of column names is found, other sheets stay as they are.",
        Group = "Files",
        UsesHttp = false,
        Options = [PathOption, FileLocation.KeyOption, FileLocation.ColumnsOption],
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
        return (location, new FileConnection(location, new ExcelFormat()));
    }
}
