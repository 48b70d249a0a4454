using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>The rows of one table at one moment, by primary key and by each alternate key, and the deletions so far, latest first. Immutable.</summary>
internal sealed record TableRows(Table Table, IReadOnlyList<KeyIndex> Indexes, SortedRows ByKey, IReadOnlyList<SortedRows> ByAlternateKey, Tombstone? Deleted = null)
{
    public static TableRows Of(Table table, Row[] rows)
    {
        KeyIndex[] indexes = [.. table.Indexed.Select(key => new KeyIndex(table, key))];

        // Copies come before the sort by primary key: generated rows are in the order of their numbers then.
        SortedRows[] byAlternateKey = [.. indexes.Select(index => SortedRows.Of([.. rows.Where(index.Holds)], index))];
        return new TableRows(table, indexes, SortedRows.Of(rows, PrimaryKeyOrder.Instance), byAlternateKey);
    }

    /// <summary>These rows and many more. The new ones are sorted as a whole, the old ones set into them.</summary>
    public TableRows With(Row[] rows)
    {
        var all = Of(Table, rows);
        var (byKey, byAlternateKey) = (all.ByKey.Edit(), all.ByAlternateKey.Select(sorted => sorted.Edit()).ToList());
        foreach (var row in ByKey.All())
        {
            byKey.Add(row);
            for (var i = 0; i < Indexes.Count; i++)
            {
                if (Indexes[i].Holds(row))
                {
                    byAlternateKey[i].Add(row);
                }
            }
        }

        return new TableRows(Table, all.Indexes, byKey.Finish(), [.. byAlternateKey.Select(edit => edit.Finish())]);
    }

    /// <summary>Some of these rows, with the same indexes.</summary>
    public TableRows Where(Func<Row, bool> scope) => this with
    {
        ByKey = SortedRows.Of([.. ByKey.All().Where(scope)], PrimaryKeyOrder.Instance),
        ByAlternateKey = [.. ByAlternateKey.Select((sorted, i) => SortedRows.Of([.. sorted.All().Where(scope)], Indexes[i]))],
    };

    public Row? Find(Guid id)
    {
        var wanted = Row.SortKey(id);
        return ByKey.Find(row => Row.SortKey(row.Id).CompareTo(wanted));
    }

    public Row? Find(KeyIndex index, IReadOnlyList<object?> values)
    {
        for (var i = 0; i < Indexes.Count; i++)
        {
            if (ReferenceEquals(Indexes[i], index))
            {
                return ByAlternateKey[i].Find(row => index.Compare(row, values));
            }
        }

        return null;
    }
}
