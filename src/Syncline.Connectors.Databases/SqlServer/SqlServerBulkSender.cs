using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Syncline.Connectors.Databases.Writing;

namespace Syncline.Connectors.Databases.SqlServer;

/// <summary>Inserts many rows by a bulk copy, which writes all or none; checks and triggers of the table count as for any insert.</summary>
internal sealed class SqlServerBulkSender(WriteOrder order) : IRowSender
{
    public async ValueTask<IReadOnlyList<RowEffect>> SendAsync(DbConnection connection, DbTransaction transaction, IReadOnlyList<int> rows, CancellationToken cancellationToken)
    {
        var options = SqlBulkCopyOptions.CheckConstraints | SqlBulkCopyOptions.FireTriggers | SqlBulkCopyOptions.KeepNulls;
        if (order.Values.Any(column => order.Column(column).IsIdentity))
        {
            options |= SqlBulkCopyOptions.KeepIdentity;
        }

        using var table = new DataTable { Locale = System.Globalization.CultureInfo.InvariantCulture };
        using var copy = new SqlBulkCopy((SqlConnection)connection, options, (SqlTransaction)transaction) { DestinationTableName = order.Table.Sql, BulkCopyTimeout = 0 };
        foreach (var index in order.Values)
        {
            var column = order.Column(index);
            table.Columns.Add(column.Name, SqlServerTypes.SentType(column.Kind));
            copy.ColumnMappings.Add(column.Name, column.Name);
        }

        foreach (var row in rows)
        {
            table.Rows.Add([.. order.Values.Select(column => SqlServerTypes.ToSent(order.Value(column, row)) ?? DBNull.Value)]);
        }

        await copy.WriteToServerAsync(table, cancellationToken);
        var effects = new RowEffect[rows.Count];
        Array.Fill(effects, new RowEffect(Written: true));
        return effects;
    }
}
