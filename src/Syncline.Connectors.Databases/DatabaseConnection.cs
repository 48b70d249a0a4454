using System.Runtime.CompilerServices;
using Syncline.Connectors.Databases.Designing;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Designing;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases;

/// <summary>A connection to a database of any product.</summary>
internal sealed class DatabaseConnection : IConnection
{
    /// <summary>The language of filters: the database's own SQL, as after WHERE.</summary>
    public const string FilterLanguage = "sql";

    private readonly Database database;
    private readonly TableCatalog tables;

    public DatabaseConnection(Database database)
    {
        this.database = database;
        tables = new TableCatalog(database);
        Writer = new RowWriter(database, tables);
        Designer = new TableDesigner(database, tables);
    }

    public ConnectionCapabilities Capabilities => database.Capabilities;

    public IRowWriter? Writer { get; }

    public ITableDesigner? Designer { get; }

    public async ValueTask<ConnectionIdentity> IdentifyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        try
        {
            return await database.IdentifyAsync(connection, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { } fault)
        {
            throw new ConnectionException(ConnectingErrors.Of(fault, database.Product), exception);
        }
    }

    public async IAsyncEnumerable<TableSummary> ListTablesAsync(TableFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var table in await tables.ListAsync(cancellationToken))
        {
            if (filter.Accepts(table))
            {
                yield return table;
            }
        }
    }

    public async ValueTask<TableSchema> DescribeTableAsync(string table, CancellationToken cancellationToken) => (await tables.DescribeAsync(table, cancellationToken)).Schema;

    public async IAsyncEnumerable<RowBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var table = await tables.FindAsync(request.Table, cancellationToken);
        await foreach (var batch in new TableReader(database, table, request).ReadAsync(cancellationToken))
        {
            yield return batch;
        }
    }

    public ValueTask<long?> EstimateRowsAsync(string table, CancellationToken cancellationToken) => tables.EstimateRowsAsync(table, cancellationToken);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
