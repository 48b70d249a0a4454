using System.Collections.Concurrent;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>
/// Which columns a row holds, and where. A table has hundreds of columns and a row a few dozen values, so rows that hold the
/// same columns share one shape and keep a short array; values that are the same in all of them stand in the shape. Safe for concurrent use.
/// </summary>
internal sealed class RowShape
{
    private const short Absent = -1;
    private readonly short[] _slots;
    private readonly object?[] _constants;
    private readonly ConcurrentDictionary<int, RowShape> _next = new();

    private RowShape(Table table, short[] slots, int count, object?[] constants)
    {
        Table = table;
        _slots = slots;
        _constants = constants;
        Count = count;
    }

    public Table Table { get; }

    /// <summary>Number of values of a row of this shape.</summary>
    public int Count { get; }

    /// <summary>The shape that holds nothing.</summary>
    public static RowShape Empty(Table table)
    {
        var slots = new short[table.Columns.Count];
        Array.Fill(slots, Absent);
        return new RowShape(table, slots, 0, []);
    }

    /// <summary>A shape for many rows like one: what <paramref name="varies"/> names has a value in each row, everything else is the row's, once for all.</summary>
    public static RowShape Like(Row row, IReadOnlyList<Column> varies)
    {
        var slots = new short[row.Table.Columns.Count];
        Array.Fill(slots, Absent);
        var constants = new List<object?>();
        foreach (var column in row.Table.Columns)
        {
            if (row[column] is { } value)
            {
                slots[column.Ordinal] = (short)(-2 - constants.Count);
                constants.Add(value);
            }
        }

        for (var i = 0; i < varies.Count; i++)
        {
            slots[varies[i].Ordinal] = (short)i;
        }

        return new RowShape(row.Table, slots, varies.Count, [.. constants]);
    }

    /// <summary>Index into a row's values; negative when the row itself does not hold the column.</summary>
    public int SlotOf(int ordinal) => _slots[ordinal];

    /// <summary>The value behind a negative slot: the shape's own, or null.</summary>
    public object? Shared(int slot) => slot == Absent ? null : _constants[-2 - slot];

    /// <summary>This shape, with a slot of its own for one column.</summary>
    public RowShape With(int ordinal) => _slots[ordinal] >= 0 ? this : _next.GetOrAdd(ordinal, static (added, shape) =>
    {
        var slots = (short[])shape._slots.Clone();
        slots[added] = (short)shape.Count;
        return new RowShape(shape.Table, slots, shape.Count + 1, shape._constants);
    }, this);
}
