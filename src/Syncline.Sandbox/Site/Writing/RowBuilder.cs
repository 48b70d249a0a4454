using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Writing;

/// <summary>A row in the making.</summary>
internal sealed class RowBuilder
{
    private RowShape _shape;
    private object?[] _values;

    public RowBuilder(RowShape shape)
    {
        _shape = shape;
        _values = new object?[Math.Max(shape.Count, 16)];
    }

    public RowBuilder(Row row)
    {
        _shape = row.Shape;
        _values = (object?[])row.Values.Clone();
    }

    public Table Table => _shape.Table;

    public object? this[Column column]
    {
        get
        {
            var slot = _shape.SlotOf(column.Ordinal);
            return slot < 0 ? _shape.Shared(slot) : _values[slot];
        }

        set
        {
            var slot = _shape.SlotOf(column.Ordinal);
            if (slot < 0)
            {
                if (RowValues.Same(_shape.Shared(slot), value))
                {
                    return;
                }

                _shape = _shape.With(column.Ordinal);
                slot = _shape.SlotOf(column.Ordinal);
                if (slot >= _values.Length)
                {
                    Array.Resize(ref _values, Math.Max(_values.Length * 2, slot + 1));
                }
            }

            _values[slot] = value;
        }
    }

    /// <summary>Sets a column by name where the table has it.</summary>
    public void Set(string column, object? value)
    {
        if (_shape.Table.Find(column) is { } found)
        {
            this[found] = value;
        }
    }

    public object? Get(string column) => _shape.Table.Find(column) is { } found ? this[found] : null;

    public Row Finish(Guid id, long version) => new(_shape, id, version, _values.Length == _shape.Count ? _values : _values[.._shape.Count]);
}
