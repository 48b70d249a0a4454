using System.Globalization;
using System.Text;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Writing;

/// <summary>Cuts a batch into orders: rows of which the same cells are sent, and no two with the same key.</summary>
internal static class OrderCutter
{
    /// <summary>The orders with the rows of each, in the order to send them. Rows that can't be sent get their outcome here.</summary>
    /// <exception cref="SchemaException">The batch has a column that the table has not.</exception>
    public static IReadOnlyList<(WriteOrder Order, IReadOnlyList<int> Rows)> Cut(Database database, DatabaseTable table, WriteBatch batch, RowOutcome?[] outcomes)
    {
        DatabaseColumn?[] columns = [.. batch.Rows.Columns.Select(column => column.CompanionOf is null ? table.Get(column.Name) : null)];
        int[] keys = batch.Kind == WriteKind.Insert ? [] : [.. batch.KeyColumns.Select(batch.Rows.IndexOf)];
        if (batch.Kind != WriteKind.Insert && (keys.Length == 0 || keys.Contains(-1)))
        {
            throw new ArgumentException("A batch that is no insert names its key columns, all of which it holds.", nameof(batch));
        }

        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var rounds = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var row = 0; row < batch.Rows.RowCount; row++)
        {
            if (keys.FirstOrDefault(key => batch.Rows.IsNull(key, row), -1) is >= 0 and var missing)
            {
                outcomes[row] = RowOutcome.Failed(RowErrors.KeyIncomplete(columns[missing]!.Name));
                continue;
            }

            var shape = Shape(batch, columns, keys, row, rounds);
            if (!groups.TryGetValue(shape, out var rows))
            {
                groups[shape] = rows = [];
            }

            rows.Add(row);
        }

        var orders = new List<(WriteOrder, IReadOnlyList<int>)>();
        foreach (var rows in groups.OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Value))
        {
            var order = Order(table, batch, columns, keys, rows[0]);
            if (batch.Kind == WriteKind.Upsert && !HasUniqueKey(table, batch.KeyColumns))
            {
                Fail(rows, RowErrors.NoUniqueKey(table.Name, batch.KeyColumns), outcomes);
                continue;
            }

            if (order.Values.FirstOrDefault(i => !IsWritable(order, i), -1) is >= 0 and var bad)
            {
                Fail(rows, RowErrors.NotWritable(order.Column(bad).Name, table.Name), outcomes);
                continue;
            }

            List<int> fit = [.. rows.Where(row => (outcomes[row] = Objection(database, order, row)) is null)];
            if (fit.Count > 0)
            {
                orders.Add((order, fit));
            }
        }

        return orders;
    }

    private static RowOutcome? Objection(Database database, WriteOrder order, int row)
    {
        foreach (var index in order.Values)
        {
            if (database.Objection(order.Column(index), order.Value(index, row)) is { } error)
            {
                return RowOutcome.Failed(error);
            }
        }

        return null;
    }

    private static void Fail(IReadOnlyList<int> rows, ErrorDetail error, RowOutcome?[] outcomes)
    {
        foreach (var row in rows)
        {
            outcomes[row] = RowOutcome.Failed(error);
        }
    }

    private static bool HasUniqueKey(DatabaseTable table, IReadOnlyList<string> columns) =>
        table.Schema.Keys.Any(key => key.Columns.Count == columns.Count && key.Columns.All(column => columns.Contains(column, StringComparer.OrdinalIgnoreCase)));

    private static bool IsWritable(WriteOrder order, int index)
    {
        var schema = order.Column(index).Schema;
        return order.Kind == WriteKind.Update ? schema.CanUpdate : schema.CanInsert;
    }

    private static WriteOrder Order(DatabaseTable table, WriteBatch batch, DatabaseColumn?[] columns, int[] keys, int row)
    {
        var sent = Enumerable.Range(0, columns.Length).Where(i => columns[i] is not null);
        return new WriteOrder
        {
            Table = table,
            Kind = batch.Kind,
            Batch = batch.Rows,
            Columns = columns,
            Keys = keys,
            Values = batch.Kind switch
            {
                WriteKind.Delete => [],
                WriteKind.Update => [.. sent.Where(i => batch.IsSent(row, i) && !keys.Contains(i))],
                _ => [.. sent.Where(i => batch.IsSent(row, i) || keys.Contains(i))],
            },
            Versions = batch.ExpectedVersions?[row] is null ? null : batch.ExpectedVersions,
        };
    }

    /// <summary>Text that is the same for rows that can be sent together: round first, so that a key's second row comes after its first.</summary>
    private static string Shape(WriteBatch batch, DatabaseColumn?[] columns, int[] keys, int row, Dictionary<string, int> rounds)
    {
        var round = 0;
        if (keys.Length > 0)
        {
            var key = string.Join('\u001f', keys.Select(i => batch.Rows.GetValue(i, row) switch
            {
                byte[] bytes => Convert.ToHexString(bytes),
                string text => text.ToUpperInvariant(),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            }));
            round = rounds.GetValueOrDefault(key);
            rounds[key] = round + 1;
        }

        var shape = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{round:D6}").Append(batch.ExpectedVersions?[row] is null ? '-' : 'v');
        if (batch.Kind != WriteKind.Delete)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                shape.Append(batch.IsSent(row, i) ? '1' : '0');
            }
        }

        return shape.ToString();
    }
}
