using Syncline.Core.Changes;
using Syncline.Core.Connectors;
using Syncline.Core.Designing;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connections.Opening;

/// <summary>A connection together with the HTTP stack it sends through and its partners; a read-only one has no writer.</summary>
internal sealed class OpenedConnection(IConnection inner, HttpMessageHandler http, bool isReadOnly, IReadOnlyList<IConnection> partners) : IConnection
{
    public ConnectionCapabilities Capabilities => inner.Capabilities;

    public IRowWriter? Writer => isReadOnly ? null : inner.Writer;

    public ITableDesigner? Designer => isReadOnly ? null : inner.Designer;

    public IReadOnlyList<IConnection> Partners => isReadOnly ? [] : partners;

    public IChangeTracking? Changes => inner.Changes;

    public ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) => inner.EstimateRowsAsync(table, cancellationToken);

    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => inner.IdentifyAsync(cancellationToken);

    public IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken) =>
        inner.ListTablesAsync(filter, cancellationToken);

    public ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) =>
        inner.DescribeTableAsync(table, cancellationToken);

    public IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => inner.ReadAsync(request, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var partner in partners)
        {
            await partner.DisposeAsync();
        }

        await inner.DisposeAsync();
        http.Dispose();
    }
}
