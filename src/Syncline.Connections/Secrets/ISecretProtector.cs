namespace Syncline.Connections.Secrets;

/// <summary>Encrypts the secrets of the library at rest. Chosen once, by <see cref="SecretProtection.Choose"/>. Safe for concurrent use.</summary>
public interface ISecretProtector
{
    /// <summary>What holds the key, for people: <c>the key file …</c>, <c>the passphrase in SYNCLINE_PASSPHRASE</c>.</summary>
    string Description { get; }

    /// <summary>Encrypts a value into an envelope: one line of printable ASCII. Each call gives another envelope.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">The key can't be had: wrong passphrase, unsafe or damaged key file.</exception>
    ValueTask<string> ProtectAsync(SecretPlace place, string value, CancellationToken cancellationToken);

    /// <summary>Opens an envelope that was made for this place.</summary>
    /// <exception cref="Core.Errors.ConfigurationException">
    /// The key can't be had, the envelope needs another key, or it was changed or belongs elsewhere.
    /// </exception>
    ValueTask<string> UnprotectAsync(SecretPlace place, string envelope, CancellationToken cancellationToken);
}
