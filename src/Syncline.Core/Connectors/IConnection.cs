using Syncline.Core.Changes;
using Syncline.Core.Designing;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Core.Connectors;

/// <summary>An open way to one system. Safe for concurrent use; dispose it when the last use is over.</summary>
public interface IConnection : IAsyncDisposable
{
    /// <summary>What this connection can do.</summary>
    ConnectionCapabilities Capabilities { get; }

    /// <summary>
    /// Proves that the system answers and says who is connected to what. One light request; used by <c>connection test</c>.
    /// </summary>
    ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken);

    /// <summary>Lists tables by name, ordinal order. Each table once.</summary>
    IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, CancellationToken cancellationToken);

    /// <summary>Columns and keys of one table.</summary>
    /// <exception cref="Errors.SchemaException">There is no such table; the advice names the nearest one.</exception>
    ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken);

    /// <summary>
    /// Reads rows in batches; each batch belongs to the receiver. An enumeration that ends without an exception has delivered every row
    /// once: a reader that can't be sure throws. The columns of every batch are those asked for, in that order.
    /// </summary>
    /// <exception cref="Errors.ReadException">Not every row could be read.</exception>
    /// <exception cref="Errors.SchemaException">The table or a column is not there.</exception>
    IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Writes rows; null when the system is read-only to us.</summary>
    IRowWriter? Writer => null;

    /// <summary>Reads what changed since an earlier read; null when the system can't tell.</summary>
    IChangeTracking? Changes => null;

    /// <summary>Makes tables and missing columns; null when the system has tables of its own only, or is read-only to us.</summary>
    ITableDesigner? Designer => null;

    /// <summary>
    /// Connections of other users to the same system, through which a run may write as well; each has limits of its own. They belong to this
    /// connection and end with it.
    /// </summary>
    IReadOnlyList<IConnection> Partners => [];

    /// <summary>
    /// About how many rows a table has, for progress and never for decisions: the system may count from a snapshot. Null when it can't tell
    /// without reading the table.
    /// </summary>
    /// <exception cref="Errors.SchemaException">There is no such table.</exception>
    ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) => ValueTask.FromResult<long?>(null);
}
