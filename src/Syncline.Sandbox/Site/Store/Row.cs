using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Store;

/// <summary>
/// One version of a row; immutable. Values are string, int, long, bool, decimal, double, DateTime (UTC), Guid, <see cref="Reference"/>,
/// int[] (choices) or null, as the column's type asks.
/// </summary>
internal sealed class Row(RowShape shape, Guid id, long version, object?[] values)
{
    public RowShape Shape { get; } = shape;

    public Guid Id { get; } = id;

    /// <summary><c>versionnumber</c>, and the number in the row's ETag.</summary>
    public long Version { get; } = version;

    public object?[] Values { get; } = values;

    public Table Table => Shape.Table;

    public object? this[Column column]
    {
        get
        {
            var slot = Shape.SlotOf(column.Ordinal);
            return slot < 0 ? Shape.Shared(slot) : Values[slot];
        }
    }

    /// <summary>
    /// Orders ids as SQL Server orders <c>uniqueidentifier</c>: the last six bytes first. The site's default order is its primary key's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (ulong High, ulong Low) SortKey(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var tail = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        var head = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return (ulong.RotateLeft(tail, 16), (head << 48) | (((head >> 16) & 0xFFFF) << 32) | (head >> 32));
    }

    public static int CompareIds(Guid left, Guid right) => SortKey(left).CompareTo(SortKey(right));
}
