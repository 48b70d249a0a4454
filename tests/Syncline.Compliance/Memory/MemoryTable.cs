using System.Globalization;
using Syncline.Core.Tables;

namespace Syncline.Compliance.Memory;

/// <summary>A table: its schema and its rows in the order in which they were made. Safe for concurrent use.</summary>
internal sealed class MemoryTable
{
    private readonly List<MemoryRow> rows = [];
    private readonly Lock gate = new();
    private long version;

    public MemoryTable(TableSchema schema, IEnumerable<object?[]> values)
    {
        Schema = schema;
        rows.AddRange(values.Select(Stamp));
    }

    public TableSchema Schema { get; }

    /// <summary>The rows as they are now.</summary>
    public IReadOnlyList<MemoryRow> Snapshot()
    {
        lock (gate)
        {
            return [.. rows];
        }
    }

    /// <summary>
    /// Changes at most one row while nobody else can: <paramref name="change"/> gets the row that has the key, or null, and says what
    /// shall be there instead (null: no row) and what to answer. Returning the same row changes nothing.
    /// </summary>
    public TAnswer Change<TAnswer>(Predicate<MemoryRow> hasKey, Func<MemoryRow?, (object?[]? Values, TAnswer Answer)> change)
    {
        lock (gate)
        {
            var at = rows.FindIndex(hasKey);
            var row = at < 0 ? null : rows[at];
            var (values, answer) = change(row);
            if (ReferenceEquals(values, row?.Values))
            {
                return answer;
            }

            if (values is null)
            {
                rows.RemoveAt(at);
            }
            else if (row is null)
            {
                rows.Add(Stamp(values));
            }
            else
            {
                rows[at] = Stamp(values);
            }

            return answer;
        }
    }

    /// <summary>Index of a column.</summary>
    /// <exception cref="Core.Errors.SchemaException">There is none of that name.</exception>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Schema.Columns.Count; i++)
        {
            if (string.Equals(Schema.Columns[i].Name, column, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw MemoryErrors.NoColumn(Schema, column);
    }

    private MemoryRow Stamp(object?[] values) => new(values, (++version).ToString(CultureInfo.InvariantCulture));
}
