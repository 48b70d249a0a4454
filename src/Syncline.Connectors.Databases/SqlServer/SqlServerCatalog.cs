using System.Data.Common;
using Microsoft.Data.SqlClient;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.SqlServer;

/// <summary>Reads SQL Server's catalog views. Tables are named <c>schema.table</c>.</summary>
internal sealed class SqlServerCatalog(SqlServerDatabase database, SqlConnection connection)
{
    /// <summary>Lists tables and views.</summary>
    public const string ListSql = """
        SELECT s.name + N'.' + o.name, CAST(p.value AS nvarchar(max)) FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id
            LEFT JOIN sys.extended_properties AS p ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
        WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0
        """;

    /// <summary>Finds a table by its name with or without schema.</summary>
    public const string FindSql = """
        SELECT TOP (1) o.object_id, s.name, o.name, RTRIM(o.type) FROM sys.objects AS o JOIN sys.schemas AS s ON s.schema_id = o.schema_id
        WHERE o.type IN ('U', 'V') AND (s.name + N'.' + o.name = @p0 OR (o.name = @p0 AND s.name = SCHEMA_NAME()))
        ORDER BY CASE WHEN s.name + N'.' + o.name = @p0 THEN 0 ELSE 1 END
        """;

    /// <summary>Columns of a table. An alias type is what it stands on.</summary>
    public const string ColumnsSql = """
        SELECT c.name, COALESCE(b.name, y.name), CASE WHEN COALESCE(b.name, y.name) IN ('nchar', 'nvarchar') AND c.max_length > 0 THEN c.max_length / 2 ELSE c.max_length END,
            CAST(c.precision AS int), CAST(c.scale AS int), c.is_nullable, c.is_identity, CAST(CASE WHEN c.is_computed = 1 OR c.generated_always_type > 0 THEN 1 ELSE 0 END AS bit),
            CAST(CASE WHEN c.default_object_id <> 0 THEN 1 ELSE 0 END AS bit)
        FROM sys.columns AS c JOIN sys.types AS y ON y.user_type_id = c.user_type_id LEFT JOIN sys.types AS b ON b.user_type_id = c.system_type_id AND y.is_user_defined = 1 AND y.is_assembly_type = 0
        WHERE c.object_id = @p0 ORDER BY c.column_id
        """;

    /// <summary>Columns of unique keys over whole columns and all rows.</summary>
    public const string KeysSql = """
        SELECT i.name, i.is_primary_key, c.name FROM sys.indexes AS i JOIN sys.index_columns AS k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.is_included_column = 0
            JOIN sys.columns AS c ON c.object_id = k.object_id AND c.column_id = k.column_id
        WHERE i.object_id = @p0 AND i.is_unique = 1 AND i.has_filter = 0 AND i.is_disabled = 0 ORDER BY i.is_primary_key DESC, i.name, k.key_ordinal
        """;

    /// <summary>Tables and views that the user may see.</summary>
    public static async ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<TableSummary>();
        await using var command = connection.CreateCommand();
        command.CommandText = ListSql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(new TableSummary { Name = reader.GetString(0), Description = reader.IsDBNull(1) ? null : reader.GetString(1) });
        }

        return tables;
    }

    /// <summary>Describes a table or view; null when there is none.</summary>
    public async ValueTask<DatabaseTable?> FindAsync(string name, CancellationToken cancellationToken)
    {
        (int Id, string Schema, string Name, bool IsTable) found;
        await using (var command = Ask(FindSql, name))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                return null;
            }

            found = (reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3) == "U");
        }

        var columns = await ColumnsAsync(found.Id, cancellationToken);
        return new DatabaseTable
        {
            Sql = $"{database.Quote(found.Schema)}.{database.Quote(found.Name)}",
            Columns = columns,
            VersionSql = database.VersionSql(columns),
            IsTable = found.IsTable,
            Schema = new TableSchema
            {
                Summary = new TableSummary { Name = $"{found.Schema}.{found.Name}" },
                Columns = [.. columns.Select(column => column.Schema)],
                Keys = await KeysAsync(found.Id, cancellationToken),
            },
        };
    }

    private async ValueTask<IReadOnlyList<DatabaseColumn>> ColumnsAsync(int id, CancellationToken cancellationToken)
    {
        await using var command = Ask(ColumnsSql, id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<DatabaseColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var column = SqlServerTypes.Column(reader.GetString(0), reader.GetString(1), Convert.ToInt32(reader.GetValue(2), System.Globalization.CultureInfo.InvariantCulture), reader.GetInt32(3), reader.GetInt32(4));
            var (isNullable, isIdentity, hasDefault) = (reader.GetBoolean(5), reader.GetBoolean(6), reader.GetBoolean(8));
            var isComputed = reader.GetBoolean(7) || column.NativeType == "timestamp" || column.TravelsAsText;
            columns.Add(column with
            {
                IsIdentity = isIdentity,
                Schema = column.Schema with { CanInsert = !isComputed, CanUpdate = !isComputed && !isIdentity, IsRequired = !isNullable && !hasDefault && !isIdentity && !isComputed },
            });
        }

        return columns;
    }

    private async ValueTask<IReadOnlyList<TableKey>> KeysAsync(int id, CancellationToken cancellationToken)
    {
        await using var command = Ask(KeysSql, id);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var parts = new List<(string Key, bool IsPrimary, string Column)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            parts.Add((reader.GetString(0), reader.GetBoolean(1), reader.GetString(2)));
        }

        return [.. parts.GroupBy(part => part.Key, StringComparer.Ordinal).Select(key => new TableKey(key.Key, [.. key.Select(part => part.Column)], key.First().IsPrimary))];
    }

    private SqlCommand Ask(string sql, object value)
    {
        var command = new SqlCommand(sql, connection);
        command.Parameters.AddWithValue("@p0", value);
        return command;
    }
}
