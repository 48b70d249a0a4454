using Syncline.Core.Rows;

namespace Syncline.Core.Writing;

/// <summary>Rows of one table to write in one way. The writer reads it and leaves it unchanged; the caller keeps it.</summary>
public sealed record WriteBatch
{
    /// <summary>Table name.</summary>
    public required string Table { get; init; }

    /// <summary>What to do.</summary>
    public required WriteKind Kind { get; init; }

    /// <summary>
    /// The rows. Columns in <see cref="KeyColumns"/> identify; the others are written. The companion column <c>x.table</c>, when there,
    /// says for each row which table the polymorphic lookup <c>x</c> points to; other companions are not written.
    /// </summary>
    public required RowBatch Rows { get; init; }

    /// <summary>
    /// Columns that find the row (primary key or an alternate key). A key column of an Insert is written like any other; there the list is
    /// empty, but for a table without a primary key (a file), where it says by which columns a row counts as there already.
    /// </summary>
    public IReadOnlyList<string> KeyColumns { get; init; } = [];

    /// <summary>
    /// Which cells are sent, as [row][column]; null sends every cell. A cell that is not sent keeps the target's value; a cell that is sent
    /// as null clears it.
    /// </summary>
    public IReadOnlyList<System.Collections.BitArray>? Sent { get; init; }

    /// <summary>Per row the version it must still have, or null for no such demand; null when no row has one.</summary>
    public IReadOnlyList<string?>? ExpectedVersions { get; init; }

    /// <summary>Whether a cell is sent.</summary>
    public bool IsSent(int row, int column) => Sent is null || Sent[row][column];
}
