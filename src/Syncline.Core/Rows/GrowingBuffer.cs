using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;

namespace Syncline.Core.Rows;

/// <summary>
/// Items of one Arrow buffer while their number is not known. Their room is rented, so that batch after batch of a long read fills the same memory.
/// Keep it in a field that is not read-only: a copy loses sight of the original. Not safe for concurrent use.
/// </summary>
internal struct GrowingBuffer<T>
    where T : unmanaged
{
    private const int FirstRoom = 1024;

    private T[]? items;

    /// <summary>Items so far.</summary>
    public int Count { get; private set; }

    /// <summary>The items so far.</summary>
    public readonly ReadOnlySpan<T> Items => items.AsSpan(0, Count);

    /// <summary>Adds an item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        if (items is not { } room || Count >= room.Length)
        {
            room = Grow(1);
        }

        room[Count++] = item;
    }

    /// <summary>Adds items.</summary>
    public void Add(ReadOnlySpan<T> more)
    {
        more.CopyTo(Room(more.Length));
        Count += more.Length;
    }

    /// <summary>Room for at least so many items behind those that are there, of unspecified content. <see cref="Took"/> says how many were written to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Room(int atLeast)
    {
        var room = items;
        if (room is null || room.Length - Count < atLeast)
        {
            room = Grow(atLeast);
        }

        return room.AsSpan(Count);
    }

    /// <summary>The same as <see cref="Room"/>, for filling it while other work goes on.</summary>
    public Memory<T> RoomToKeep(int atLeast)
    {
        _ = Room(atLeast);
        return items.AsMemory(Count);
    }

    /// <summary>Counts items that were written to the <see cref="Room"/>.</summary>
    public void Took(int written) => Count += written;

    /// <summary>The Arrow buffer of the items. This one is empty afterwards.</summary>
    public ArrowBuffer Build()
    {
        var built = Count == 0 ? ArrowBuffer.Empty : new ArrowBuffer(MemoryMarshal.AsBytes(Items).ToArray());
        if (items is not null)
        {
            ArrayPool<T>.Shared.Return(items);
        }

        (items, Count) = (null, 0);
        return built;
    }

    private T[] Grow(int more)
    {
        var needed = checked(Count + more);
        var grown = ArrayPool<T>.Shared.Rent(Math.Max(needed, (int)Math.Min(System.Array.MaxLength, Math.Max(FirstRoom, Count * 2L))));
        Items.CopyTo(grown);
        if (items is not null)
        {
            ArrayPool<T>.Shared.Return(items);
        }

        return items = grown;
    }
}
