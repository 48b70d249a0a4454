using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Syncline.Connectors.Databases.Errors;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Tables;

/// <summary>The tables of one database, as its catalog describes them. Remembers what it read, for reads and writes that follow. Safe for concurrent use.</summary>
internal sealed class TableCatalog(Database database)
{
    private readonly ConcurrentDictionary<string, DatabaseTable> known = new(StringComparer.Ordinal);

    /// <summary>Tables by name, ordinal order.</summary>
    public async ValueTask<IReadOnlyList<TableSummary>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        return await TellAsync("the catalog", async () => (await database.ListAsync(connection, cancellationToken)).OrderBy(table => table.Name, StringComparer.Ordinal).ToList());
    }

    /// <summary>A table or query as it was last described; asks the database when it was not yet.</summary>
    /// <exception cref="SchemaException">There is none of this name.</exception>
    public async ValueTask<DatabaseTable> FindAsync(string name, CancellationToken cancellationToken) =>
        known.TryGetValue(name, out var table) ? table : await DescribeAsync(name, cancellationToken);

    /// <summary>A table as it is now; null when there is none of this name.</summary>
    public async ValueTask<DatabaseTable?> SeekAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        return await TellAsync(name, () => database.FindAsync(connection, name, cancellationToken));
    }

    /// <summary>About how many rows a table has; null when that is not cheap to say.</summary>
    public async ValueTask<long?> EstimateRowsAsync(string name, CancellationToken cancellationToken)
    {
        var table = await FindAsync(name, cancellationToken);
        await using var connection = await database.ConnectAsync(cancellationToken);
        return await TellAsync(name, () => database.EstimateRowsAsync(connection, table, cancellationToken));
    }

    /// <summary>Forgets what was read, after a table was made or changed.</summary>
    public void Forget() => known.Clear();

    /// <summary>A table or query as it is now.</summary>
    /// <exception cref="SchemaException">There is none of this name.</exception>
    public async ValueTask<DatabaseTable> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var query = SqlFragment.IsQuery(name) ? SqlFragment.Query(name, database.Product, database.Quoting) : null;
        DatabaseTable? table;
        await using (var connection = await database.ConnectAsync(cancellationToken))
        {
            table = await TellAsync(name, () => query is null
                ? database.FindAsync(connection, name, cancellationToken)
                : DescribeQueryAsync(connection, name, query, cancellationToken));
        }

        if (table is null)
        {
            throw new SchemaException(TableErrors.NoSuchTable(name, (await ListAsync(cancellationToken)).Select(known => known.Name)));
        }

        RequireDistinctNames(table);
        known[name] = table;
        return table;
    }

    private async ValueTask<DatabaseTable?> DescribeQueryAsync(DbConnection connection, string name, string query, CancellationToken cancellationToken)
    {
        await using var transaction = await database.BeginReadAsync(connection, cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = database.Select("*", $"({query}) AS t", condition: null, most: 0);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);
        List<DatabaseColumn> columns = [.. (await reader.GetColumnSchemaAsync(cancellationToken)).Select(database.QueryColumn)];
        return new DatabaseTable
        {
            Sql = $"({query})",
            Columns = columns,
            VersionSql = database.VersionSql(columns),
            Schema = new TableSchema
            {
                Summary = new TableSummary { Name = name, DisplayName = "Query" },
                Columns = [.. columns.Select(column => column.Schema with { CanInsert = false, CanUpdate = false })],
            },
        };
    }

    private static void RequireDistinctNames(DatabaseTable table)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in table.Columns)
        {
            if (!seen.TryAdd(column.Name, column.Name))
            {
                throw new SchemaException(TableErrors.SameNames(table.Shown, seen[column.Name], column.Name));
            }
        }
    }

    private async ValueTask<T> TellAsync<T>(string about, Func<ValueTask<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { } fault)
        {
            throw SynclineException.Of(TableErrors.Of(fault, SqlFragment.Shown(about), database.Product), exception);
        }
    }
}
