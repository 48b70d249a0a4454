using Syncline.Core.Connectors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Bench.Sync;

/// <summary>A CSV connection shown as a table that could be written: a file can't be a project's target, and here only its reading is measured.</summary>
internal sealed class CsvTarget(IConnection file) : IConnection
{
    /// <inheritdoc/>
    public ConnectionCapabilities Capabilities => file.Capabilities;

    /// <inheritdoc/>
    public ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken) => file.IdentifyAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken) => file.ListTablesAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken)
    {
        var schema = await file.DescribeTableAsync(table, cancellationToken);
        return schema with { Columns = [.. schema.Columns.Select(column => column with { CanInsert = true, CanUpdate = true })], Keys = [new TableKey("primary", ["id"], IsPrimary: true)] };
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => file.ReadAsync(request, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();
}
