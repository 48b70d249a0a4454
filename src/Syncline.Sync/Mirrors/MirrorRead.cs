using Syncline.Core.Changes;
using Syncline.Core.Rows;

namespace Syncline.Sync.Mirrors;

/// <summary>What one enumeration of changes told besides its rows. Good for one read.</summary>
internal sealed class MirrorRead
{
    private readonly List<object> gone = [];

    /// <summary>Whether every row was read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Why, when changes were asked for.</summary>
    public string? WhyWhole { get; private set; }

    /// <summary>Token for the next read; null when there is none.</summary>
    public string? Token { get; private set; }

    /// <summary>Primary keys of deleted rows.</summary>
    public IReadOnlyList<object> Gone => gone;

    /// <summary>The rows; all else is set when the enumeration has ended.</summary>
    public async IAsyncEnumerable<RowBatch> RowsOf(IAsyncEnumerable<ChangeBatch> changes)
    {
        await foreach (var batch in changes)
        {
            IsWhole |= batch.IsFull;
            WhyWhole ??= batch.WhyFull;
            Token = batch.Token ?? Token;
            gone.AddRange(batch.DeletedKeys);
            if (batch.Rows is not null)
            {
                // The rows belong to whoever takes them; the batch holds nothing else to dispose.
                yield return batch.Rows;
            }
        }
    }
}
