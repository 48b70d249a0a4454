using System.Data.Common;
using Npgsql;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>Reads PostgreSQL's catalog (https://www.postgresql.org/docs/current/catalogs.html). Tables are named <c>schema.table</c>.</summary>
internal sealed class PostgreSqlCatalog(PostgreSqlDatabase database, NpgsqlConnection connection)
{
    private const string Relations = """
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
        """;

    /// <summary>Tables and views that the user may see.</summary>
    public static async ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<TableSummary>();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT n.nspname || '.' || c.relname, obj_description(c.oid, 'pg_class') {Relations}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(new TableSummary { Name = reader.GetString(0), Description = reader.IsDBNull(1) ? null : reader.GetString(1) });
        }

        return tables;
    }

    /// <summary>Describes a table by <c>schema.table</c>, or by its name alone where the search path finds it; null when there is none.</summary>
    public async ValueTask<DatabaseTable?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (await RelationAsync(name, cancellationToken) is not { } relation)
        {
            return null;
        }

        var isTable = relation.Kind is 'r' or 'p';
        var columns = await ColumnsAsync(relation.Oid, isTable, cancellationToken);
        return new DatabaseTable
        {
            Sql = $"{database.Quote(relation.Schema)}.{database.Quote(relation.Name)}",
            Columns = columns,
            VersionSql = isTable ? "t.xmin::text" : database.VersionSql(columns),
            IsTable = isTable,
            Schema = new TableSchema
            {
                Summary = new TableSummary { Name = $"{relation.Schema}.{relation.Name}", Description = relation.Comment },
                Columns = [.. columns.Select(column => column.Schema)],
                Keys = await KeysAsync(relation.Oid, cancellationToken),
            },
        };
    }

    private async ValueTask<(uint Oid, string Schema, string Name, char Kind, string? Comment)?> RelationAsync(string name, CancellationToken cancellationToken)
    {
        await using var command = Ask(
            $"""
            SELECT c.oid, n.nspname::text, c.relname::text, c.relkind::text, obj_description(c.oid, 'pg_class') {Relations}
                AND (n.nspname || '.' || c.relname = $1 OR (c.relname = $1 AND n.nspname = ANY (current_schemas(false))))
            ORDER BY (n.nspname || '.' || c.relname = $1) DESC, array_position(current_schemas(false), n.nspname) LIMIT 1
            """,
            name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetFieldValue<uint>(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)[0], reader.IsDBNull(4) ? null : reader.GetString(4))
            : null;
    }

    private async ValueTask<IReadOnlyList<DatabaseColumn>> ColumnsAsync(uint oid, bool isTable, CancellationToken cancellationToken)
    {
        // A domain is what it stands on; its own rules are checked when a value is assigned.
        await using var command = Ask(
            """
            SELECT a.attname::text, b.typname::text, format_type(b.oid, NULL), CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE t.typtypmod END,
                a.attnotnull OR t.typnotnull, a.atthasdef OR t.typdefault IS NOT NULL, a.attidentity::text, a.attgenerated::text, col_description(a.attrelid, a.attnum)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """,
            oid);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = new List<DatabaseColumn>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (typeName, modifier) = (reader.GetString(1), reader.GetInt32(3));
            var (isRequired, hasDefault) = (reader.GetBoolean(4), reader.GetBoolean(5));
            var (isIdentity, isGenerated) = (reader.GetString(6).Length > 0, reader.GetString(7).Length > 0);
            var (length, precision, scale) = Limits(typeName, modifier);
            var column = PostgreSqlTypes.Column(reader.GetString(0), typeName, reader.GetString(2), PostgreSqlTypes.TypeOf(typeName, length, precision, scale));
            columns.Add(column with
            {
                IsIdentity = isIdentity,
                Schema = column.Schema with
                {
                    DisplayName = null,
                    CanInsert = !isGenerated,
                    CanUpdate = !isGenerated && !(isIdentity && isTable && reader.GetString(6) == "a"),
                    IsRequired = isRequired && !hasDefault && !isIdentity && !isGenerated,
                },
            });
        }

        return columns;
    }

    private async ValueTask<IReadOnlyList<TableKey>> KeysAsync(uint oid, CancellationToken cancellationToken)
    {
        await using var command = Ask(
            """
            SELECT c.relname::text, i.indisprimary, array(SELECT a.attname::text FROM generate_series(0, i.indnkeyatts - 1) AS k
                JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k] ORDER BY k)
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid = $1 AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL ORDER BY i.indisprimary DESC, c.relname
            """,
            oid);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<TableKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new TableKey(reader.GetString(0), reader.GetFieldValue<string[]>(2), reader.GetBoolean(1)));
        }

        return keys;
    }

    /// <summary>What a type modifier says: of texts the length and four, of numerics precision and scale in one number and four.</summary>
    private static (int? Length, int? Precision, int? Scale) Limits(string typeName, int modifier) => (typeName, modifier) switch
    {
        (_, < 4) => default,
        ("varchar" or "bpchar", _) => (modifier - 4, null, null),
        ("numeric", _) => (null, ((modifier - 4) >> 16) & 0xFFFF, (((modifier - 4) & 0x7FF) ^ 1024) - 1024),
        _ => default,
    };

    private NpgsqlCommand Ask(string sql, object value)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(value is uint oid ? new NpgsqlParameter { Value = oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid } : new NpgsqlParameter { Value = value });
        return command;
    }
}
