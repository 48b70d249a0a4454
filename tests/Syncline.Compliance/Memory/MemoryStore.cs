using Syncline.Core.Tables;

namespace Syncline.Compliance.Memory;

/// <summary>The system that memory connections lead to: some tables under a name. Safe for concurrent use once its tables are made.</summary>
public sealed class MemoryStore(string name)
{
    private readonly SortedDictionary<string, MemoryTable> tables = new(StringComparer.Ordinal);

    /// <summary>Name of the store.</summary>
    public string Name => name;

    /// <summary>Table names, in ordinal order.</summary>
    internal IEnumerable<MemoryTable> Tables => tables.Values;

    /// <summary>Makes a table whose first column is its primary key, with rows of values in the order of the columns.</summary>
    public MemoryStore Add(string table, IReadOnlyList<ColumnSchema> columns, params IReadOnlyList<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        tables[table] = new MemoryTable(
            new TableSchema
            {
                Summary = new TableSummary { Name = table },
                Columns = columns,
                Keys = [new TableKey("primary", [columns[0].Name], IsPrimary: true)],
            },
            rows);
        return this;
    }

    internal MemoryTable Find(string table) => tables.GetValueOrDefault(table) ?? throw MemoryErrors.NoTable(table, tables.Keys);
}
