namespace Syncline.Sandbox.Site.Store;

/// <summary>The site's rows. Readers take a snapshot and are never held up; writers come one after another.</summary>
/// <param name="start">The rows to begin with.</param>
/// <param name="log">Where changes are kept; null keeps them in memory alone.</param>
internal sealed class SiteStore(Snapshot start, IChangeLog? log = null) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile Snapshot _current = start;

    public Snapshot Current => _current;

    /// <summary>What a request sees: the rows of its change set, or those that all see.</summary>
    public Snapshot See(ChangeSet? changes) => changes?.Current ?? _current;

    /// <summary>Runs one transaction, within a change set if there is one, and publishes it; an exception leaves everything as it was.</summary>
    public T Write<T>(ChangeSet? changes, Func<Transaction, T> change)
    {
        if (changes is not null)
        {
            return changes.Write(change);
        }

        _writing.Wait();
        try
        {
            var transaction = new Transaction(_current);
            var result = change(transaction);
            if (transaction.IsChanged)
            {
                Publish(transaction.Finish(), transaction.Changes);
            }

            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Opens a change set; its caller disposes it.</summary>
    public async Task<ChangeSet> OpenAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        return new ChangeSet(_current, () => _writing.Release());
    }

    /// <summary>Opens a change set as <see cref="OpenAsync"/> does; writers elsewhere hold it up no longer than their transactions last.</summary>
    public ChangeSet Open()
    {
        _writing.Wait();
        return new ChangeSet(_current, () => _writing.Release());
    }

    /// <summary>Publishes what an open change set has written.</summary>
    public void Commit(ChangeSet changes)
    {
        if (changes.Changes.Count > 0)
        {
            Publish(changes.Current, changes.Changes);
        }
    }

    public void Dispose()
    {
        _writing.Dispose();
        (log as IDisposable)?.Dispose();
    }

    private void Publish(Snapshot next, IReadOnlyList<RowChange> changes)
    {
        log?.Append(changes);
        _current = next;
    }
}
