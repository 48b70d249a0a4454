using Syncline.Core.Tables;
using Syncline.Studio.Connections;

namespace Syncline.Studio.Tree;

/// <summary>
/// The rows that a tree shows, from what is opened and what is searched for. A search shows the tables whose display or logical name
/// holds the text, whatever is opened, and connections whose name does.
/// </summary>
/// <param name="isOpen">Whether the row of a key is opened.</param>
/// <param name="tables">Tables of a connection; null when nobody asked for them.</param>
/// <param name="columns">Columns of a table; null when nobody asked for them.</param>
internal sealed class TreeRows(
    Func<string, bool> isOpen,
    Func<string, TreeBranch<TableSummary>?> tables,
    Func<string, string, TreeBranch<ColumnSchema>?> columns)
{
    /// <summary>Key of a group's row.</summary>
    public static string GroupKey(string group) => $"g/{group}";

    /// <summary>Key of a connection's row.</summary>
    public static string ConnectionKey(string connection) => $"c/{connection}";

    /// <summary>Key of a table's row.</summary>
    public static string TableKey(string connection, string table) => $"t/{connection}/{table}";

    /// <summary>Makes the rows.</summary>
    /// <param name="connections">By group and name.</param>
    /// <param name="search">Text searched for; empty for none.</param>
    public List<TreeRow> Make(IReadOnlyList<ShelfConnection> connections, string search)
    {
        var rows = new List<TreeRow>();
        foreach (var group in connections.GroupBy(connection => connection.Group, StringComparer.Ordinal))
        {
            var key = GroupKey(group.Key);
            var opened = search.Length > 0 || isOpen(key);
            var head = rows.Count;
            rows.Add(new TreeRow { Kind = TreeRowKind.Group, Key = key, Level = 1, Label = group.Key, IsOpen = opened });
            if (opened)
            {
                foreach (var connection in group)
                {
                    Add(rows, connection, search);
                }
            }

            if (search.Length > 0 && rows.Count == head + 1)
            {
                rows.RemoveAt(head);
            }
        }

        return rows;
    }

    private void Add(List<TreeRow> rows, ShelfConnection connection, string search)
    {
        var key = ConnectionKey(connection.Name);
        var branch = tables(connection.Name);
        if (search.Length == 0)
        {
            var opened = isOpen(key);
            rows.Add(RowOf(connection, key, opened));
            if (opened)
            {
                AddTables(rows, connection, branch, branch?.Items ?? [], "No tables here.");
            }

            return;
        }

        var found = branch?.Items?.Where(table => Holds(table.Name, search) || Holds(table.DisplayName, search)).ToList() ?? [];
        if (found.Count > 0 || Holds(connection.Name, search) || branch is { Items: null, Error: null })
        {
            rows.Add(RowOf(connection, key, isOpen: true));
            AddTables(rows, connection, branch, found, "No table of that name.");
        }
    }

    private void AddTables(
        List<TreeRow> rows, ShelfConnection connection, TreeBranch<TableSummary>? branch, IReadOnlyList<TableSummary> shown, string nothing)
    {
        if (shown.Count == 0)
        {
            rows.Add(Note(ConnectionKey(connection.Name), 3, connection, branch, nothing));
        }

        foreach (var table in shown)
        {
            var key = TableKey(connection.Name, table.Name);
            var opened = isOpen(key);
            rows.Add(new TreeRow
            {
                Kind = TreeRowKind.Table,
                Key = key,
                Level = 3,
                Label = table.DisplayName ?? table.Name,
                Detail = table.DisplayName is null || table.DisplayName == table.Name ? null : table.Name,
                IsOpen = opened,
                Connection = connection,
                Table = table,
            });
            if (opened)
            {
                AddColumns(rows, connection, table);
            }
        }
    }

    private void AddColumns(List<TreeRow> rows, ShelfConnection connection, TableSummary table)
    {
        var branch = columns(connection.Name, table.Name);
        var shown = branch?.Items ?? [];
        if (shown.Count == 0)
        {
            rows.Add(Note(TableKey(connection.Name, table.Name), 4, connection, branch, "No columns here."));
        }

        rows.AddRange(shown.Select(column => new TreeRow
        {
            Kind = TreeRowKind.Column,
            Key = $"{TableKey(connection.Name, table.Name)}/{column.Name}",
            Level = 4,
            Label = column.DisplayName ?? column.Name,
            Detail = ColumnTypeText.Of(column.Type),
            Connection = connection,
            Table = table,
            Column = column,
        }));
    }

    private static TreeRow RowOf(ShelfConnection connection, string key, bool isOpen) => new()
    {
        Kind = TreeRowKind.Connection,
        Key = key,
        Level = 2,
        Label = connection.Name,
        IsOpen = connection.Connector is null ? null : isOpen,
        Connection = connection,
    };

    private static TreeRow Note<T>(string key, int level, ShelfConnection connection, TreeBranch<T>? branch, string nothing) => new()
    {
        Kind = TreeRowKind.Note,
        Key = $"{key}#note",
        Level = level,
        Label = branch?.Error?.Message ?? (branch?.Items is null ? "Reading…" : nothing),
        IsError = branch?.Error is not null,
        Connection = connection,
    };

    private static bool Holds(string? name, string text) => name?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;
}
