using Syncline.Core.Rows;

namespace Syncline.Core.Changes;

/// <summary>A part of what changed. It belongs to the receiver, who disposes it.</summary>
public sealed class ChangeBatch : IDisposable
{
    /// <summary>Rows as they are now, with the columns asked for in their order; null when there are none in this part.</summary>
    public RowBatch? Rows { get; init; }

    /// <summary>Primary keys of deleted rows, as <see cref="RowBatch.GetValue"/> gives such keys; empty in a full read.</summary>
    public IReadOnlyList<object> DeletedKeys { get; init; } = [];

    /// <summary>
    /// Whether this is a read of every row, after which a row that was not told does not exist. The same in all batches of one read.
    /// </summary>
    public bool IsFull { get; init; }

    /// <summary>Why every row is read although changes were asked for, as a sentence; null when that was not so.</summary>
    public string? WhyFull { get; init; }

    /// <summary>On the last batch, what to give as <c>since</c> the next time; opaque text without secrets. Null before, and when the table is not tracked.</summary>
    public string? Token { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Rows?.Dispose();
}
