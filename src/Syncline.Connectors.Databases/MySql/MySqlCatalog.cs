using System.Data.Common;
using System.Globalization;
using MySqlConnector;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.MySql;

/// <summary>Reads the information schema of the connection's database.</summary>
internal sealed class MySqlCatalog(MySqlDatabase database, MySqlConnection connection)
{
    /// <summary>Tables and views of the database.</summary>
    public static async ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<TableSummary>();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT table_name, table_comment, table_type FROM information_schema.tables WHERE table_schema = database() AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (comment, isView) = (reader.IsDBNull(1) ? "" : reader.GetString(1), reader.GetString(2) == "VIEW");
            tables.Add(new TableSummary { Name = reader.GetString(0), Description = isView ? "View." : comment.Length > 0 ? comment : null });
        }

        return tables;
    }

    /// <summary>Describes a table or view by its name; null when there is none.</summary>
    public async ValueTask<DatabaseTable?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var tables = await ListAsync(connection, cancellationToken);
        if ((tables.FirstOrDefault(table => table.Name == name) ?? tables.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase))) is not { } summary)
        {
            return null;
        }

        var columns = await ColumnsAsync(summary.Name, cancellationToken);
        return new DatabaseTable
        {
            Sql = database.Quote(summary.Name),
            Columns = columns,
            VersionSql = database.VersionSql(columns),
            IsTable = summary.Description != "View.",
            IsTransactional = await IsTransactionalAsync(summary.Name, cancellationToken),
            Schema = new TableSchema { Summary = summary, Columns = [.. columns.Select(column => column.Schema)], Keys = await KeysAsync(summary.Name, cancellationToken) },
        };
    }

    // MyISAM and others write at once, whatever becomes of the transaction. What is under a view is not told.
    private async ValueTask<bool> IsTransactionalAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = Ask(
            "SELECT e.transactions FROM information_schema.tables AS t JOIN information_schema.engines AS e ON e.engine = t.engine WHERE t.table_schema = database() AND t.table_name = @p0", table);
        return await command.ExecuteScalarAsync(cancellationToken) is "YES";
    }

    private async ValueTask<IReadOnlyList<DatabaseColumn>> ColumnsAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = Ask(
            """
            SELECT column_name, data_type, column_type, character_maximum_length, numeric_precision, numeric_scale, is_nullable, column_default, extra, column_comment
            FROM information_schema.columns WHERE table_schema = database() AND table_name = @p0 ORDER BY ordinal_position
            """,
            table);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<DatabaseColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (type, declared) = (reader.GetString(1).ToLowerInvariant(), reader.GetString(2).ToLowerInvariant());
            var length = type is "tinyint" or "bit" ? Width(declared) : Number(3);
            var column = MySqlTypes.Column(reader.GetString(0), type, length, (int?)Number(4), (int?)Number(5), declared.Contains("unsigned", StringComparison.Ordinal));
            column = Marked(column, reader.IsDBNull(9) ? "" : reader.GetString(9));
            var extra = reader.GetString(8).ToLowerInvariant();
            var isIdentity = extra.Contains("auto_increment", StringComparison.Ordinal);
            var isGenerated = (extra.Contains("generated", StringComparison.Ordinal) && !extra.Contains("default_generated", StringComparison.Ordinal)) || column.NativeType == "geometry";
            columns.Add(column with
            {
                IsIdentity = isIdentity,
                Schema = column.Schema with
                {
                    CanInsert = !isGenerated,
                    CanUpdate = !isGenerated,
                    IsRequired = reader.GetString(6) == "NO" && reader.IsDBNull(7) && !isIdentity && !isGenerated,
                },
            });
        }

        return columns;

        long? Number(int ordinal) => reader.IsDBNull(ordinal) ? null : Convert.ToInt64(reader.GetValue(ordinal), CultureInfo.InvariantCulture);
    }

    private async ValueTask<IReadOnlyList<TableKey>> KeysAsync(string table, CancellationToken cancellationToken)
    {
        await using var command = Ask(
            "SELECT index_name, column_name, sub_part FROM information_schema.statistics WHERE table_schema = database() AND table_name = @p0 AND non_unique = 0 ORDER BY index_name <> 'PRIMARY', index_name, seq_in_index", table);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var parts = new List<(string Key, string? Column)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            // An index over the beginning of a text or over an expression is no key of columns.
            parts.Add((reader.GetString(0), reader.IsDBNull(1) || !reader.IsDBNull(2) ? null : reader.GetString(1)));
        }

        return [.. parts.GroupBy(part => part.Key, StringComparer.Ordinal).Where(key => key.All(part => part.Column is not null)).Select(key => new TableKey(key.Key, [.. key.Select(part => part.Column!)], key.Key == "PRIMARY"))];
    }

    /// <summary>
    /// MySQL has no type for a moment outside of 1970 to 2038, nor for an id. A comment that begins with <c>UTC</c> or <c>UUID</c> says what a
    /// datetime or char(36) column holds; tables that we make have it.
    /// </summary>
    private static DatabaseColumn Marked(DatabaseColumn column, string comment) => (column.NativeType, comment) switch
    {
        ("datetime", _) when comment.StartsWith("UTC", StringComparison.Ordinal) => column with { Schema = column.Schema with { Type = ColumnType.Of(ColumnKind.DateTime) } },
        ("char", _) when comment.StartsWith("UUID", StringComparison.Ordinal) => column with { Schema = column.Schema with { Type = ColumnType.Of(ColumnKind.Guid) } },
        _ => column,
    };

    private static long? Width(string declared) =>
        declared.IndexOf('(', StringComparison.Ordinal) is >= 0 and var open && declared.IndexOf(')', open) is > 0 and var close ? long.Parse(declared[(open + 1)..close], CultureInfo.InvariantCulture) : null;

    private MySqlCommand Ask(string sql, string table)
    {
        var command = new MySqlCommand(sql, connection);
        command.Parameters.AddWithValue("@p0", table);
        return command;
    }
}
