using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Changes;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse;

/// <summary>An open way to one site, over one transport. What it learns of tables it keeps for its lifetime.</summary>
internal sealed class DataverseConnection : IConnection
{
    private readonly IDataverseTransport transport;
    private readonly IDisposable? owned;
    private readonly TableCatalog catalog;

    public DataverseConnection(IDataverseTransport transport, IDisposable? owned = null)
    {
        this.transport = transport;
        this.owned = owned;
        catalog = new TableCatalog(transport);
        Writer = new DataverseWriter(transport, catalog);
        Changes = new DataverseChanges(transport, catalog);
    }

    public ConnectionCapabilities Capabilities { get; } = new()
    {
        FilterLanguages = [RowQuery.ODataLanguage],
        RowVersions = true,
        ReadByKeys = true,
        KeysIgnoreCase = true,
        MaxWriteBatch = 1000,

        // https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
        MaxWritesInFlight = 52,
    };

    public IRowWriter Writer { get; }

    public IChangeTracking Changes { get; }

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => transport.IdentifyAsync(cancellationToken);

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(
        TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        foreach (var entity in (await catalog.ListAsync(cancellationToken)).Values)
        {
            var summary = TableDefinitionBuilder.Summarize(entity);
            if (entity is { IsPrivate: false, EntitySetName.Length: > 0 } && filter.Accepts(summary))
            {
                yield return summary;
            }
        }
    }

    public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) =>
        (await catalog.DescribeAsync(table, cancellationToken)).Schema;

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var table = await catalog.DescribeAsync(request.Table, cancellationToken);
        await foreach (var batch in transport.ReadAsync(RowQuery.From(request, table), cancellationToken))
        {
            yield return batch;
        }
    }

    public async ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) =>
        await transport.EstimateRowsAsync((await catalog.DescribeAsync(table, cancellationToken)).LogicalName, cancellationToken);

    public ValueTask DisposeAsync()
    {
        catalog.Dispose();
        owned?.Dispose();
        return ValueTask.CompletedTask;
    }
}
