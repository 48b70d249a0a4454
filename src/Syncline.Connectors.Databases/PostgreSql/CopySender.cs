using System.Data.Common;
using Npgsql;
using Syncline.Connectors.Databases.Writing;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>Inserts many rows by a binary COPY (https://www.postgresql.org/docs/current/sql-copy.html), which writes all or none.</summary>
internal sealed class CopySender(PostgreSqlDatabase database, WriteOrder order) : IRowSender
{
    private readonly CopyCells.CopyCell[] cells = [.. order.Values.Select(column => CopyCells.Of(order.Column(column))!)];

    public async ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", order.Values.Select(column => database.Quote(order.Column(column).Name)));
        await using var copy = await ((NpgsqlConnection)connection).BeginBinaryImportAsync($"COPY {order.Table.Sql} ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            for (var i = 0; i < cells.Length; i++)
            {
                if (order.Batch.IsNull(order.Values[i], row))
                {
                    await copy.WriteNullAsync(cancellationToken);
                }
                else
                {
                    await cells[i](copy, order.Batch, order.Values[i], row, cancellationToken);
                }
            }
        }

        await copy.CompleteAsync(cancellationToken);
        var effects = new RowEffect[rows.Count];
        Array.Fill(effects, new RowEffect(Written: true));
        return effects;
    }
}
