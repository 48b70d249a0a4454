using System.Data.Common;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>Reads SQLite's catalog (https://www.sqlite.org/pragma.html, the functions of the same names).</summary>
internal sealed class SqliteCatalog(SqliteDatabase database, DbConnection connection)
{
    private const int Generated = 2;

    /// <summary>Tables and views of the file.</summary>
    public static async ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<TableSummary>();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(new TableSummary { Name = reader.GetString(0), Description = reader.GetString(1) == "view" ? "View." : null });
        }

        return tables;
    }

    /// <summary>Describes a table or view by its name without regard to case; null when there is none.</summary>
    public async ValueTask<DatabaseTable?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var tables = await ListAsync(connection, cancellationToken);
        if ((tables.FirstOrDefault(table => table.Name == name) ?? tables.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.OrdinalIgnoreCase))) is not { } summary)
        {
            return null;
        }

        var isView = summary.Description is not null;
        var (columns, primary) = await ColumnsAsync(summary.Name, isView, cancellationToken);
        var keys = primary.Count == 0 ? new List<TableKey>() : [new TableKey("PRIMARY KEY", primary, IsPrimary: true)];
        keys.AddRange(await UniqueKeysAsync(summary.Name, cancellationToken));
        return new DatabaseTable
        {
            Sql = database.Quote(summary.Name),
            Columns = columns,
            VersionSql = database.VersionSql(columns),
            IsTable = !isView,
            Schema = new TableSchema { Summary = summary, Columns = [.. columns.Select(column => column.Schema)], Keys = keys },
        };
    }

    private async ValueTask<(IReadOnlyList<DatabaseColumn> Columns, IReadOnlyList<string> Primary)> ColumnsAsync(string table, bool isView, CancellationToken cancellationToken)
    {
        var found = new List<(DatabaseColumn Column, bool NotNull, bool HasDefault, long KeyPart, bool IsGenerated)>();
        await using var command = Ask("SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, hidden FROM pragma_table_xinfo($name) WHERE hidden <> 1 ORDER BY cid", table);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add((SqliteTypes.Column(reader.GetString(0), reader.GetString(1)), reader.GetInt64(2) != 0, reader.GetInt64(3) != 0, reader.GetInt64(4), reader.GetInt64(5) >= Generated));
        }

        List<string> primary = [.. found.Where(column => column.KeyPart > 0).OrderBy(column => column.KeyPart).Select(column => column.Column.Name)];
        List<DatabaseColumn> columns =
        [
            .. found.Select(each =>
            {
                // The one column of the type INTEGER that is the key alone is the row's number, which SQLite gives out.
                var isRowNumber = primary.Count == 1 && each.KeyPart == 1 && string.Equals(each.Column.NativeType, "INTEGER", StringComparison.OrdinalIgnoreCase);
                return each.Column with
                {
                    IsIdentity = isRowNumber,
                    Schema = each.Column.Schema with
                    {
                        CanInsert = !isView && !each.IsGenerated,
                        CanUpdate = !isView && !each.IsGenerated,
                        IsRequired = each.NotNull && !each.HasDefault && !each.IsGenerated && !isRowNumber,
                    },
                };
            }),
        ];
        return (columns, primary);
    }

    private async ValueTask<IReadOnlyList<TableKey>> UniqueKeysAsync(string table, CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, List<string?>>(StringComparer.Ordinal);
        await using var command = Ask(
            "SELECT l.name, i.name FROM pragma_index_list($name) AS l, pragma_index_info(l.name) AS i WHERE l.\"unique\" = 1 AND l.partial = 0 AND l.origin <> 'pk' ORDER BY l.seq, i.seqno", table);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0);
            if (!keys.TryGetValue(name, out var columns))
            {
                keys[name] = columns = [];
            }

            columns.Add(reader.IsDBNull(1) ? null : reader.GetString(1)); // an expression has no column
        }

        return [.. keys.Where(key => !key.Value.Contains(null)).OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => new TableKey(key.Key, [.. key.Value.Select(column => column!)]))];
    }

    private DbCommand Ask(string sql, string table)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        var parameter = command.CreateParameter();
        parameter.ParameterName = "$name";
        parameter.Value = table;
        command.Parameters.Add(parameter);
        return command;
    }
}
