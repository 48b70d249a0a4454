using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>Changes under way. Nothing is seen by others until the store publishes it; dropping it is the rollback. One writer.</summary>
internal sealed class Transaction(Snapshot start)
{
    private readonly Dictionary<Table, TableEdit> _edits = [];
    private readonly List<RowChange> _changes = [];

    public long Version { get; private set; } = start.Version;

    public bool IsChanged => _edits.Count > 0;

    /// <summary>What was changed, in order.</summary>
    public IReadOnlyList<RowChange> Changes => _changes;

    public long NextVersion() => ++Version;

    /// <summary>Takes up the version numbers of changes that were made before, when they are read back.</summary>
    public void AdvanceTo(long version) => Version = Math.Max(Version, version);

    public IReadOnlyList<KeyIndex> IndexesOf(Table table) => start[table].Indexes;

    public Row? Find(Table table, Guid id)
    {
        if (!_edits.TryGetValue(table, out var edit))
        {
            return start[table].Find(id);
        }

        var wanted = Row.SortKey(id);
        return edit.ByKey.Find(row => Row.SortKey(row.Id).CompareTo(wanted));
    }

    public Row? Find(Table table, KeyIndex index, IReadOnlyList<object?> values) => _edits.TryGetValue(table, out var edit)
        ? edit.Index(index).Find(row => index.Compare(row, values))
        : start[table].Find(index, values);

    /// <summary>Rows of a table as they now are; for rules that look at many rows.</summary>
    public IEnumerable<Row> All(Table table) => _edits.TryGetValue(table, out var edit) ? edit.ByKey.Finish().All() : start[table].ByKey.All();

    /// <summary>Rows whose lookup column leads to a row, as they now are.</summary>
    public IReadOnlyList<Row> Referring(Table table, Column lookup, Reference to) =>
        !_edits.ContainsKey(table) && !start[table].ByKey.RefersTo(lookup, to.Id) ? [] : [.. All(table).Where(row => row[lookup] is Reference reference && reference == to)];

    public void Insert(Row row)
    {
        _changes.Add(new RowChange(null, row, row.Version));
        Add(row);
        if (row.Table.Pointer is { } pointer)
        {
            Add(ActivityPointers.Of(row, pointer));
        }
    }

    private void Add(Row row)
    {
        var edit = Edit(row.Table);
        edit.ByKey.Add(row);
        foreach (var (index, rows) in edit.Indexes)
        {
            if (index.Holds(row))
            {
                rows.Add(row);
            }
        }
    }

    public void Update(Row old, Row row)
    {
        _changes.Add(new RowChange(old, row, row.Version));
        Replace(old, row);
        if (row.Table.Pointer is { } pointer)
        {
            Replace(Find(pointer, row.Id)!, ActivityPointers.Of(row, pointer));
        }
    }

    private void Replace(Row old, Row row)
    {
        var edit = Edit(row.Table);
        edit.ByKey.Replace(old, row);
        foreach (var (index, rows) in edit.Indexes)
        {
            if (index.Holds(old))
            {
                rows.Remove(old);
            }

            if (index.Holds(row))
            {
                rows.Add(row);
            }
        }
    }

    /// <summary>Takes a row out, at the version that was taken last.</summary>
    public void Delete(Row row)
    {
        _changes.Add(new RowChange(row, null, Version));
        Remove(row);
        if (row.Table.Pointer is { } pointer)
        {
            Remove(Find(pointer, row.Id)!);
        }
    }

    private void Remove(Row row)
    {
        var edit = Edit(row.Table);
        edit.Deleted = new Tombstone(row.Id, Version, edit.Deleted);
        edit.ByKey.Remove(row);
        foreach (var (index, rows) in edit.Indexes)
        {
            if (index.Holds(row))
            {
                rows.Remove(row);
            }
        }
    }

    /// <summary>The snapshot with these changes made.</summary>
    public Snapshot Finish()
    {
        TableRows[] tables = [.. start.Tables];
        foreach (var (table, edit) in _edits)
        {
            tables[table.Ordinal] = tables[table.Ordinal] with
            {
                ByKey = edit.ByKey.Finish(),
                ByAlternateKey = [.. edit.Indexes.Select(pair => pair.Rows.Finish())],
                Deleted = edit.Deleted,
            };
        }

        return new Snapshot(tables, Version);
    }

    private TableEdit Edit(Table table)
    {
        if (!_edits.TryGetValue(table, out var edit))
        {
            var rows = start[table];
            edit = new TableEdit(rows.ByKey.Edit(), [.. rows.Indexes.Zip(rows.ByAlternateKey, (index, sorted) => (index, sorted.Edit()))]) { Deleted = rows.Deleted };
            _edits.Add(table, edit);
        }

        return edit;
    }

    private sealed record TableEdit(SortedRows.Editor ByKey, IReadOnlyList<(KeyIndex Index, SortedRows.Editor Rows)> Indexes)
    {
        public Tombstone? Deleted { get; set; }

        public SortedRows.Editor Index(KeyIndex wanted) => Indexes.First(pair => ReferenceEquals(pair.Index, wanted)).Rows;
    }
}
