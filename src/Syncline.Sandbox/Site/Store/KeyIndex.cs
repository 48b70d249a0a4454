using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>Order of rows by the columns of an alternate key. Rows with a null in the key are not in the index (the server does not hold them unique).</summary>
internal sealed class KeyIndex : IComparer<Row>
{
    public KeyIndex(Table table, AlternateKey key)
    {
        Key = key;
        Columns = [.. key.Columns.Select(name => table.Find(name) ?? throw new InvalidOperationException($"Key column {name} is not in {table.Name}."))];
    }

    public AlternateKey Key { get; }

    public IReadOnlyList<Column> Columns { get; }

    public bool Holds(Row row)
    {
        foreach (var column in Columns)
        {
            if (row[column] is null)
            {
                return false;
            }
        }

        return true;
    }

    public int Compare(Row? x, Row? y)
    {
        foreach (var column in Columns)
        {
            var order = RowValues.Compare(x![column], y![column]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>How a row stands to key values given in the key's column order.</summary>
    public int Compare(Row row, IReadOnlyList<object?> values)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            var order = RowValues.Compare(row[Columns[i]], values[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
