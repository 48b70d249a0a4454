using System.Data.Common;
using System.Text;
using MySqlConnector;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.MySql;

/// <summary>
/// Inserts many rows by statements with many rows each. LOAD DATA would be faster still, but makes warnings of errors: values would be cut and
/// rows left out.
/// </summary>
internal sealed class MySqlInsertSender(MySqlDatabase database, WriteOrder order) : IRowSender
{
    private const int MostRows = 500;
    private const int MostBytes = 1 << 20; // well below the smallest usual max_allowed_packet, 4 MB

    public async ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var head = $"INSERT INTO {order.Table.Sql} ({string.Join(", ", order.Values.Select(column => database.Quote(order.Column(column).Name)))}) VALUES ";
        for (var first = 0; first < rows.Count;)
        {
            await using var command = new MySqlCommand { Connection = (MySqlConnection)connection, Transaction = (MySqlTransaction)transaction };
            var sql = new StringBuilder(head);
            var bytes = 0;
            var next = first;
            while (next < rows.Count && next - first < MostRows && bytes < MostBytes)
            {
                sql.Append(next == first ? "(" : ", (");
                for (var i = 0; i < order.Values.Count; i++)
                {
                    var column = order.Values[i];
                    var parameter = database.Parameter(command.Parameters.Count, order.Column(column), order.Value(column, rows[next]));
                    sql.Append(i == 0 ? "" : ", ").Append(parameter.ParameterName);
                    command.Parameters.Add((MySqlParameter)parameter);
                    bytes += order.Column(column).Kind is ColumnKind.Text or ColumnKind.Binary && !order.Batch.IsNull(column, rows[next]) ? order.Batch.GetBytes(column, rows[next]).Length : 8;
                }

                sql.Append(')');
                next++;
            }

            command.CommandText = sql.ToString();
            await command.ExecuteNonQueryAsync(cancellationToken);
            first = next;
        }

        var effects = new RowEffect[rows.Count];
        Array.Fill(effects, new RowEffect(Written: true));
        return effects;
    }
}
