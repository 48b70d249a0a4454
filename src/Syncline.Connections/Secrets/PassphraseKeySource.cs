using System.Text.Json;
using Syncline.Connections.Library;
using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>The key derived from a passphrase; its salt and verifier are kept in <c>keys/passphrase.json</c>.</summary>
internal sealed class PassphraseKeySource(string folder, string passphrase, TimeProvider timeProvider) : IKeySource
{
    public const string IdPrefix = "passphrase-";

    private volatile SecretKey? key;

    public string Description => $"the passphrase in {SecretProtection.PassphraseVariable}";

    private string FilePath => Path.Combine(folder, "passphrase.json");

    public async ValueTask<SecretKey> CurrentAsync(CancellationToken cancellationToken)
    {
        // Deriving takes some tenths of a second on purpose; after that the key stays.
        return key ??= await ReadAsync(cancellationToken) ?? await CreateAsync(cancellationToken);
    }

    public async ValueTask<SecretKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!id.StartsWith(IdPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var current = await CurrentAsync(cancellationToken);
        return current.Id == id ? current : null;
    }

    private async ValueTask<SecretKey> CreateAsync(CancellationToken cancellationToken)
    {
        PrivateFolder.Ensure(folder);
        using var _ = await FileLock.AcquireAsync(Path.Combine(folder, "keys.lock"), "the keys of the library", timeProvider, cancellationToken);
        if (await ReadAsync(cancellationToken) is { } made)
        {
            return made;
        }

        var (parameters, created) = PassphraseKey.Create(passphrase);
        await AtomicFile.ReplaceAsync(FilePath, LibraryJson.Write(parameters), timeProvider, cancellationToken);
        return created;
    }

    private async ValueTask<SecretKey?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await AtomicFile.ReadAsync(FilePath, cancellationToken) is not { } content)
        {
            return null;
        }

        PassphraseKey parameters;
        try
        {
            parameters = LibraryJson.Read<PassphraseKey>(content);
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(SecretErrors.KeyFileDamaged(FilePath, LibraryJson.Sentence(exception)), exception);
        }

        return parameters.Problem() is { } problem
            ? throw new ConfigurationException(SecretErrors.KeyFileDamaged(FilePath, problem))
            : parameters.Open(passphrase) ?? throw new ConfigurationException(SecretErrors.WrongPassphrase());
    }
}
