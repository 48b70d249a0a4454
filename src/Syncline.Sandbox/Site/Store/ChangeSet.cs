namespace Syncline.Sandbox.Site.Store;

/// <summary>
/// Several requests that come true together or not at all. While it is open, its own requests see what it has written and nobody else does;
/// other writers wait. Disposing it without <see cref="SiteStore.Commit"/> is the rollback.
/// </summary>
internal sealed class ChangeSet(Snapshot start, Action release) : IDisposable
{
    private readonly List<RowChange> _changes = [];

    public Snapshot Current { get; private set; } = start;

    public IReadOnlyList<RowChange> Changes => _changes;

    public T Write<T>(Func<Transaction, T> change)
    {
        var transaction = new Transaction(Current);
        var result = change(transaction);
        if (transaction.IsChanged)
        {
            Current = transaction.Finish();
            _changes.AddRange(transaction.Changes);
        }

        return result;
    }

    public void Dispose() => release();
}
