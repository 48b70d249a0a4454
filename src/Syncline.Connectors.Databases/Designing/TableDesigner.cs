using System.Text;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Designing;
using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.Designing;

/// <summary>Makes tables, and adds columns to those that are there.</summary>
internal sealed class TableDesigner(Database database, TableCatalog tables) : ITableDesigner
{
    public async ValueTask<TableDesign> DesignAsync(string table, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<TableKey> keys, CancellationToken cancellationToken)
    {
        var name = table.Trim();
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) || SqlFragment.IsQuery(name))
        {
            throw new ConfigurationException(DesignErrors.NoName(table));
        }

        if (keys.SelectMany(key => key.Columns).FirstOrDefault(part => !columns.Any(column => column.Name == part)) is { } missing)
        {
            throw new ConfigurationException(DesignErrors.KeyNotAmongColumns(missing));
        }

        return await tables.SeekAsync(name, cancellationToken) is { } existing ? Extend(existing, columns) : Create(name, columns, keys);
    }

    public async ValueTask CarryOutAsync(TableDesign design, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(forWriting: true, cancellationToken);
            await using var transaction = await database.BeginWriteAsync(connection, cancellationToken);
            foreach (var statement in design.Statements)
            {
                await using var command = connection.CreateCommand();
                command.Transaction = transaction;
                command.CommandText = statement;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && database.Classify(exception) is { } fault)
        {
            throw new WriteException(DesignErrors.Refused(design.Table, database.Product, fault), exception);
        }
        finally
        {
            tables.Forget();
        }
    }

    private TableDesign Create(string table, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<TableKey> keys)
    {
        var parts = keys.SelectMany(key => key.Columns).ToHashSet(StringComparer.Ordinal);
        var primary = keys.FirstOrDefault(key => key.IsPrimary);
        List<DesignedColumn> made = [.. columns.Select(column => new DesignedColumn(column.Name, database.TypeFor(column.Type, parts.Contains(column.Name))))];
        var lines = made.Select(column => $"    {database.Quote(column.Name)} {column.Type}{(primary?.Columns.Contains(column.Name, StringComparer.Ordinal) == true ? " NOT NULL" : "")}").ToList();
        if (primary is not null)
        {
            lines.Add($"    PRIMARY KEY ({List(primary)})");
        }

        List<TableKey> others = [.. keys.Where(key => !key.IsPrimary)];
        if (!database.NullsAreEqualInKeys)
        {
            lines.AddRange(others.Select(key => $"    UNIQUE ({List(key)})"));
        }

        var sql = new StringBuilder($"CREATE TABLE {database.QuoteTable(table)} (\n").AppendJoin(",\n", lines).Append("\n)");
        return new TableDesign { Table = table, IsNew = true, Columns = made, Statements = [sql.ToString(), .. database.NullsAreEqualInKeys ? others.Select(key => UniqueIndex(table, key)) : []] };
    }

    private string UniqueIndex(string table, TableKey key) =>
        $"CREATE UNIQUE INDEX {database.Quote(key.Name)} ON {database.QuoteTable(table)} ({List(key)}) WHERE {string.Join(" AND ", key.Columns.Select(column => $"{database.Quote(column)} IS NOT NULL"))}";

    private TableDesign Extend(DatabaseTable table, IReadOnlyList<ColumnSchema> columns)
    {
        List<DesignedColumn> made = [.. columns.Where(column => table.Find(column.Name) is null).Select(column => new DesignedColumn(column.Name, database.TypeFor(column.Type, isKey: false)))];
        return new TableDesign
        {
            Table = table.Name,
            IsNew = false,
            Columns = made,
            Statements = [.. made.Select(column => $"ALTER TABLE {table.Sql} {database.AddColumn} {database.Quote(column.Name)} {column.Type}")],
            Remarks = [.. columns.Select(column => Remark(table, column)).OfType<string>()],
        };
    }

    private static string? Remark(DatabaseTable table, ColumnSchema wanted)
    {
        if (table.Find(wanted.Name) is not { } there)
        {
            return null;
        }

        var (has, wants) = (CellReaders.Words(there.Kind), CellReaders.Words(wanted.Type.Kind));
        return has != wants ? $"{there.Name} holds {has} ({there.NativeType}) where {wants} is wanted; it stays as it is."
            : there.Schema.Type.MaxLength is { } length && (wanted.Type.MaxLength is not { } longest || longest > length) ? $"{there.Name} takes {length} characters, fewer than are wanted; it stays as it is."
            : null;
    }

    private string List(TableKey key) => string.Join(", ", key.Columns.Select(database.Quote));
}
