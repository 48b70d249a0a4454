namespace Syncline.Connections.Secrets;

/// <summary>One key that is at hand already.</summary>
internal sealed class SingleKeySource(SecretKey key) : IKeySource
{
    public string Description => "a passphrase";

    public ValueTask<SecretKey> CurrentAsync(CancellationToken cancellationToken) => ValueTask.FromResult(key);

    public ValueTask<SecretKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(id == key.Id ? key : null);
}
