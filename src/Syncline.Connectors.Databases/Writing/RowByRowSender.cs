using System.Data.Common;
using Syncline.Connectors.Databases.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>
/// Sends rows one by one with a prepared statement, all in one transaction. For databases in which a refused statement leaves the transaction
/// as it was before it.
/// </summary>
internal sealed class RowByRowSender(Database database, WriteOrder order, RowStatement statement) : IRowSender
{
    public async ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 0;
        command.CommandText = statement.Sql;
        var effects = new RowEffect[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Bind(command, rows[i]);
            if (i == 0 && database.Prepares)
            {
                await command.PrepareAsync(cancellationToken);
            }

            effects[i] = await ExecuteAsync(command, transaction, cancellationToken);
        }

        return effects;
    }

    private async ValueTask<RowEffect> ExecuteAsync(DbCommand command, DbTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            if (statement.ReturnsId)
            {
                var id = await command.ExecuteScalarAsync(cancellationToken);
                return new RowEffect(id is not null, WriteOrder.IdText(id));
            }

            var affected = await command.ExecuteNonQueryAsync(cancellationToken);
            return new RowEffect(affected > 0, statement.LastId?.Invoke(command), Inserted: statement.TellsInserted(affected));
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { MayBeOneRow: true } fault && database.IsAlive(command.Connection!, transaction))
        {
            return new RowEffect(Written: false, Error: RowErrors.Of(fault, order.Table.Name, database.Product));
        }
    }

    private void Bind(DbCommand command, int row)
    {
        var index = 0;
        foreach (var column in statement.Columns)
        {
            Set(database.Parameter(index, order.Column(column), order.Value(column, row)));
        }

        if (statement.HasVersion)
        {
            var version = command.CreateParameter();
            version.ParameterName = database.Mark(index);
            version.Value = order.Versions![row];
            Set(version);
        }

        void Set(DbParameter parameter)
        {
            if (index < command.Parameters.Count)
            {
                command.Parameters[index].Value = parameter.Value;
            }
            else
            {
                command.Parameters.Add(parameter);
            }

            index++;
        }
    }
}
