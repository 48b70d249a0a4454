using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Syncline.Connections.Library;
using Syncline.Core.Errors;

namespace Syncline.Connections.Secrets;

/// <summary>Random keys that are kept for this user of this machine, listed in <c>keys/keys.json</c>.</summary>
internal sealed class StoredKeySource(string folder, IKeyStore store, TimeProvider timeProvider) : IKeySource
{
    private readonly ConcurrentDictionary<string, SecretKey> loaded = new(StringComparer.Ordinal);
    private volatile KeyFile? file;

    public string Description => store.Describe(FilePath);

    private string FilePath => Path.Combine(folder, "keys.json");

    public async ValueTask<SecretKey> CurrentAsync(CancellationToken cancellationToken)
    {
        var known = file ??= await ReadAsync(cancellationToken) ?? await CreateAsync(cancellationToken);
        return Load(known, known.Current)!;
    }

    public async ValueTask<SecretKey?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (file is not { } known || !known.Keys.ContainsKey(id))
        {
            // Another process may have made the first key, or a new one, since.
            file = known = await ReadAsync(cancellationToken);
        }

        return known is null ? null : Load(known, id);
    }

    private SecretKey? Load(KeyFile from, string id)
    {
        if (loaded.TryGetValue(id, out var key) || !from.Keys.TryGetValue(id, out var saved))
        {
            return key;
        }

        try
        {
            key = new SecretKey(id, store.Load(id, saved));
        }
        catch (FormatException exception)
        {
            throw Damaged($"key '{id}' is not Base64", exception);
        }

        return key.Bytes.Length == SecretKey.Size ? loaded[id] = key : throw Damaged($"key '{id}' has the wrong length");
    }

    private async ValueTask<KeyFile> CreateAsync(CancellationToken cancellationToken)
    {
        PrivateFolder.Ensure(folder);
        RefuseWhenOpen(folder, isFolder: true);
        using var _ = await FileLock.AcquireAsync(Path.Combine(folder, "keys.lock"), "the keys of the library", timeProvider, cancellationToken);
        if (await ReadAsync(cancellationToken) is { } made)
        {
            return made;
        }

        var key = new SecretKey(
            $"{store.Name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}", RandomNumberGenerator.GetBytes(SecretKey.Size));
        var created = new KeyFile
        {
            Format = KeyFile.CurrentFormat,
            Store = store.Name,
            Current = key.Id,
            Keys = new Dictionary<string, string>(StringComparer.Ordinal) { [key.Id] = store.Save(key) },
        };
        await AtomicFile.ReplaceAsync(FilePath, LibraryJson.Write(created), timeProvider, cancellationToken);
        return created;
    }

    private async ValueTask<KeyFile?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await AtomicFile.ReadAsync(FilePath, cancellationToken) is not { } content)
        {
            return null;
        }

        RefuseWhenOpen(folder, isFolder: true);
        RefuseWhenOpen(FilePath, isFolder: false);
        KeyFile read;
        try
        {
            read = LibraryJson.Read<KeyFile>(content);
        }
        catch (JsonException exception)
        {
            throw Damaged(LibraryJson.Sentence(exception), exception);
        }

        return read.Format > KeyFile.CurrentFormat ? throw new ConfigurationException(LibraryErrors.NewerFormat(FilePath, read.Format))
            : read.Store != store.Name ? throw Damaged($"its keys are kept by '{read.Store}', which is not how this machine keeps them")
            : !read.Keys.ContainsKey(read.Current) ? throw Damaged("its current key is missing")
            : read;
    }

    private static void RefuseWhenOpen(string path, bool isFolder)
    {
        if (PrivateFolder.IsOpenToOthers(path))
        {
            throw new ConfigurationException(SecretErrors.OpenToOthers(path, isFolder));
        }
    }

    private ConfigurationException Damaged(string problem, Exception? exception = null) =>
        new(SecretErrors.KeyFileDamaged(FilePath, problem), exception);
}
