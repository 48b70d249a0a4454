namespace Syncline.Sandbox.Site.Store;

/// <summary>The site's rows. Readers take <see cref="Current"/> and are never held up; writers come one after another.</summary>
internal sealed class SiteStore(Snapshot start)
{
    private readonly Lock _writing = new();
    private volatile Snapshot _current = start;

    public Snapshot Current => _current;

    /// <summary>Runs one transaction and publishes it; an exception leaves everything as it was.</summary>
    public T Write<T>(Func<Transaction, T> change)
    {
        lock (_writing)
        {
            var transaction = new Transaction(_current);
            var result = change(transaction);
            if (transaction.IsChanged)
            {
                _current = transaction.Finish();
            }

            return result;
        }
    }
}
