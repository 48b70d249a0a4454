namespace Syncline.Connections.Secrets;

/// <summary>Where keys come from. Safe for concurrent use by threads and processes.</summary>
internal interface IKeySource
{
    /// <summary>As <see cref="ISecretProtector.Description"/>.</summary>
    string Description { get; }

    /// <summary>The key that new envelopes are made with; makes the first one.</summary>
    ValueTask<SecretKey> CurrentAsync(CancellationToken cancellationToken);

    /// <summary>The key of an older envelope; null when this source has none of that id.</summary>
    ValueTask<SecretKey?> FindAsync(string id, CancellationToken cancellationToken);
}
