using System.Data.Common;
using Npgsql;
using Syncline.Connectors.Databases.Writing;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>
/// Inserts rows of which the database makes the key. Each is a statement, for only then is it certain whose key comes back; all of them
/// travel together.
/// </summary>
internal sealed class ReturningInsertSender(PostgreSqlDatabase database, WriteOrder order) : IRowSender
{
    public async ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)connection, (NpgsqlTransaction)transaction);
        var sql = Statement();
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var (index, column) in order.Values.Index())
            {
                command.Parameters.Add((NpgsqlParameter)database.Parameter(index, order.Column(column), order.Value(column, row)));
            }

            batch.BatchCommands.Add(command);
        }

        var effects = new List<RowEffect>(rows.Count);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        do
        {
            effects.Add(await reader.ReadAsync(cancellationToken) ? new RowEffect(Written: true, Id: WriteOrder.IdText(reader.GetValue(0))) : new RowEffect(Written: false));
        }
        while (await reader.NextResultAsync(cancellationToken));

        return effects;
    }

    private string Statement()
    {
        var id = order.Table.RowId is { } column ? database.ReadSql(column) : "NULL";
        var target = $"INSERT INTO {order.Table.Sql} AS t";
        if (order.Values.Count == 0)
        {
            return $"{target} DEFAULT VALUES RETURNING {id}";
        }

        var names = string.Join(", ", order.Values.Select(value => database.Quote(order.Column(value).Name)));
        var values = string.Join(", ", order.Values.Select((value, i) => PostgreSqlTypes.Cast(order.Column(value), database.Mark(i))));
        var overriding = order.Values.Any(value => order.Column(value).IsIdentity) ? " OVERRIDING SYSTEM VALUE" : "";
        return $"{target} ({names}){overriding} VALUES ({values}) RETURNING {id}";
    }
}
