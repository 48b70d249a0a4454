namespace Syncline.Sync.Staging;

/// <summary>The rows of an arrangement, at the moment it was made. Four bytes a row. Immutable.</summary>
public sealed class RowOrder
{
    private readonly int[]? rows;

    internal RowOrder(StagedRows? of, int count, int[]? rows)
    {
        Of = of;
        Count = count;
        this.rows = rows;
    }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>Nothing.</summary>
    public static RowOrder Empty { get; } = new(null, 0, null);

    /// <summary>The rows that it orders; null for nothing.</summary>
    internal StagedRows? Of { get; }

    /// <summary>Whether the rows stand as they were read, without a gap.</summary>
    internal bool IsAsRead => rows is null;

    /// <summary>Numbers, from 1, of the rows at these places.</summary>
    internal ReadOnlySpan<int> RowsAt(int from, int count) => rows.AsSpan(from, count);
}
