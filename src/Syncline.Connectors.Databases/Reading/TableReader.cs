using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Reading;

/// <summary>Reads the rows of one table for one request: only the columns asked for, in a transaction that does not write.</summary>
internal sealed class TableReader(Database database, DatabaseTable table, ReadRequest request)
{
    private const int DefaultBatchSize = 5000;

    /// <summary>Reads. Rows stream; what is held is one batch.</summary>
    public async IAsyncEnumerable<RowBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cells = Cells();
        var filter = Filter();
        if (request.MaxRows == 0)
        {
            yield break;
        }

        long? left = request.MaxRows;
        foreach (var keys in KeyConditions())
        {
            var condition = filter is null ? keys?.Sql : keys is null ? $"({filter})" : $"({filter}) AND {keys.Sql}";
            await foreach (var batch in StreamAsync(cells, condition, keys?.Parameters ?? [], left, cancellationToken))
            {
                left -= batch.RowCount;
                yield return batch;
            }

            if (left <= 0)
            {
                break;
            }
        }
    }

    private async IAsyncEnumerable<RowBatch> StreamAsync(
        IReadOnlyList<Cell> cells, string? condition, IReadOnlyList<DbParameter> parameters, long? most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await database.ConnectAsync(cancellationToken);
        await using var transaction = await TellAsync(() => database.BeginReadAsync(connection, cancellationToken), cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        command.CommandText = database.Select(string.Join(", ", cells.Select(cell => cell.Sql)), $"{table.Sql} AS t", condition, most);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        await using var stop = database.StopOn(connection, cancellationToken);
        await using var reader = await TellAsync(async () => await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken), cancellationToken);
        List<ColumnSchema> columns = [.. cells.Select(cell => cell.Schema)];
        var size = Math.Max(1, request.BatchSize ?? DefaultBatchSize);
        while (true)
        {
            var builder = new RowBatchBuilder(columns);
            var isLast = await FillAsync(reader, cells, builder, size, cancellationToken);
            if (builder.RowCount > 0)
            {
                yield return builder.Build();
            }

            if (isLast)
            {
                yield break;
            }
        }
    }

    private async ValueTask<bool> FillAsync(DbDataReader reader, IReadOnlyList<Cell> cells, RowBatchBuilder builder, int size, CancellationToken cancellationToken)
    {
        var column = 0;
        try
        {
            for (var row = 0; row < size; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!await reader.ReadAsync(cancellationToken))
                {
                    return true;
                }

                for (column = 0; column < cells.Count; column++)
                {
                    if (reader.IsDBNull(column))
                    {
                        builder[column].AppendNull();
                    }
                    else
                    {
                        cells[column].Reader(reader, column, builder[column]);
                    }
                }
            }

            return false;
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            var (name, kind) = (cells[column].Schema.Name, cells[column].Schema.Type.Kind);
            throw new ReadException(TableErrors.ValueDoesNotFit(table.Shown, name, CellReaders.Words(kind), Why(exception, cells[column].Schema.Type)), exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { } fault)
        {
            throw Told(fault, exception, cancellationToken);
        }
    }

    private static string Why(Exception exception, ColumnType type) => (exception, type.Kind) switch
    {
        (OverflowException, ColumnKind.Decimal or ColumnKind.Money) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it has more than {type.ArrowScale} digits after the point, or more than 28 in all"),
        (OverflowException or ArgumentOutOfRangeException, _) => "it is out of range",
        _ => "it has another form",
    };

    private async ValueTask<T> TellAsync<T>(Func<ValueTask<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { } fault)
        {
            throw Told(fault, exception, cancellationToken);
        }
    }

    private SynclineException Told(DatabaseFault fault, Exception exception, CancellationToken cancellationToken)
    {
        // An interrupted statement is told as an error by some libraries: when we asked for it, it is a cancellation.
        cancellationToken.ThrowIfCancellationRequested();
        return SynclineException.Of(TableErrors.Of(fault, table.Shown, database.Product), exception);
    }

    private List<Cell> Cells()
    {
        var cells = new List<Cell>();
        foreach (var name in request.Columns ?? [.. table.Columns.Select(column => column.Name)])
        {
            if (name == ReadRequest.RowVersionColumn)
            {
                cells.Add(new(new ColumnSchema { Name = name, Type = ColumnType.Of(ColumnKind.Text) }, table.VersionSql, CellReaders.Of(ColumnKind.Text)));
            }
            else
            {
                var column = table.Get(name);
                cells.Add(new(column.Schema with { Name = name }, database.ReadSql(column), database.ReaderOf(column)));
            }
        }

        return cells;
    }

    private string? Filter() => request.Filter switch
    {
        null => null,
        { Language: var language } when !string.Equals(language, DatabaseConnection.FilterLanguage, StringComparison.OrdinalIgnoreCase) =>
            throw new ConfigurationException(TableErrors.NoSuchLanguage(language, database.Product)),
        { Text: var text } => SqlFragment.Filter(text, database.Product, database.Quoting),
    };

    private IEnumerable<KeyCondition?> KeyConditions()
    {
        if (request.Keys is not { } filter)
        {
            return [null];
        }

        return KeyCondition.Of(database, [.. filter.Columns.Select(table.Get)], filter.Keys);
    }

    private readonly record struct Cell(ColumnSchema Schema, string Sql, CellReader Reader);
}
