using Syncline.Core.Tables;

namespace Syncline.Sync.Tests.Connections;

/// <summary>A table of a <see cref="MemoryConnection"/>. Tests may look at it and change it at any time.</summary>
internal sealed class MemoryTable(TableSchema schema, Func<long> nextVersion)
{
    private readonly Dictionary<string, MemoryRow> byPrimaryKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly int[] primary = [.. (schema.PrimaryKey?.Columns ?? []).Select(name => IndexIn(schema, name))];
    private readonly Lock gate = new();
    private readonly List<MemoryRow> rows = [];

    public TableSchema Schema { get; } = schema;

    /// <summary>What the system does to a value before it is stored, e.g. rounding money; null stores it as sent.</summary>
    public Func<ColumnSchema, object?, object?>? Normalise { get; set; }

    /// <summary>Whether a search by other columns than the primary key finds texts in whatever case they are written.</summary>
    public bool FindsInAnyCase { get; set; } = true;

    /// <summary>The rows now, as a copy of the list (not of the rows).</summary>
    public IReadOnlyList<MemoryRow> Rows
    {
        get
        {
            lock (gate)
            {
                return [.. rows];
            }
        }
    }

    /// <summary>Adds a row of values in the columns' order; companions are left out of the order.</summary>
    public MemoryRow Add(params object?[] values)
    {
        var stored = new object?[Schema.Columns.Count];
        var next = 0;
        for (var i = 0; i < stored.Length && next < values.Length; i++)
        {
            if (Schema.Columns[i].CompanionOf is null)
            {
                stored[i] = values[next++];
            }
        }

        return Insert(stored);
    }

    /// <summary>A cell by column name.</summary>
    public object? Value(MemoryRow row, string column) => row.Values[IndexIn(Schema, column)];

    /// <summary>Changes a cell behind the product's back, as another user would.</summary>
    public void Change(MemoryRow row, string column, object? value)
    {
        lock (gate)
        {
            Set(row, IndexIn(Schema, column), value);
            row.Version = nextVersion();
        }
    }

    /// <summary>The rows as texts, sorted: two tables are equal when these are.</summary>
    public IReadOnlyList<string> Snapshot(params string[] without) =>
    [
        .. Rows.Select(row => string.Join(" | ", Schema.Columns
            .Select((column, i) => (column, value: row.Values[i]))
            .Where(cell => cell.column.CompanionOf is null && !without.Contains(cell.column.Name))
            .Select(cell => $"{cell.column.Name}={Text(cell.value)}"))).Order(StringComparer.Ordinal),
    ];

    internal MemoryRow Insert(object?[] values)
    {
        lock (gate)
        {
            var row = new MemoryRow(new object?[values.Length], nextVersion());
            if (primary is [var only] && values[only] is null && Schema.Columns[only].Type.Kind == ColumnKind.Guid)
            {
                values[only] = Guid.CreateVersion7();
            }

            for (var i = 0; i < values.Length; i++)
            {
                Set(row, i, values[i]);
            }

            rows.Add(row);
            if (primary.Length > 0)
            {
                byPrimaryKey.Add(KeyText(primary.Select(i => row.Values[i])), row);
            }

            return row;
        }
    }

    internal MemoryRow? Find(IReadOnlyList<string> columns, IReadOnlyList<object?> key) => FindAll(columns, key) is [var first, ..] ? first : null;

    internal IReadOnlyList<MemoryRow> FindAll(IReadOnlyList<string> columns, IReadOnlyList<object?> key)
    {
        lock (gate)
        {
            var wanted = KeyText(key);
            int[] indexes = [.. columns.Select(name => IndexIn(Schema, name))];
            return primary.Length > 0 && indexes.SequenceEqual(primary)
                ? byPrimaryKey.TryGetValue(wanted, out var only) ? [only] : []
                : [.. rows.Where(row => string.Equals(KeyText(indexes.Select(i => row.Values[i])), wanted, FindsInAnyCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))];
        }
    }

    internal void Update(MemoryRow row, IReadOnlyList<(int Column, object? Value)> cells)
    {
        lock (gate)
        {
            foreach (var (column, value) in cells)
            {
                Set(row, column, value);
            }

            row.Version = nextVersion();
        }
    }

    internal void Remove(MemoryRow row)
    {
        lock (gate)
        {
            rows.Remove(row);
            if (primary.Length > 0)
            {
                byPrimaryKey.Remove(KeyText(primary.Select(i => row.Values[i])));
            }
        }
    }

    internal static int IndexIn(TableSchema schema, string name)
    {
        for (var i = 0; i < schema.Columns.Count; i++)
        {
            if (string.Equals(schema.Columns[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new ArgumentException($"{schema.Name} has no column {name}.", nameof(name));
    }

    private static string Text(object? value) => value switch
    {
        null => "∅",
        byte[] bytes => Convert.ToHexString(bytes),
        DateTime moment => moment.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string KeyText(IEnumerable<object?> key) => string.Join('\u001f', key.Select(Text));

    private void Set(MemoryRow row, int column, object? value) =>
        row.Values[column] = Normalise is null ? value : Normalise(Schema.Columns[column], value);
}
