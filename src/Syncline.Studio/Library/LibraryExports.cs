using System.Collections.Concurrent;

namespace Syncline.Studio.Library;

/// <summary>
/// Exports that wait to be saved by the browser: each has an address that works once. The document is held in memory only, and the passphrase that
/// protects its secrets is in none of it. Safe for concurrent use.
/// </summary>
internal sealed class LibraryExports
{
    private const int Most = 8;

    private readonly ConcurrentDictionary<string, string> documents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();

    /// <summary>Keeps a document.</summary>
    /// <returns>Its address.</returns>
    public string Keep(string document)
    {
        var id = Guid.NewGuid().ToString("N");
        documents[id] = document;
        order.Enqueue(id);
        while (documents.Count > Most && order.TryDequeue(out var oldest))
        {
            documents.TryRemove(oldest, out _);
        }

        return $"/library-export/{id}";
    }

    /// <summary>Gives a document away; null when it is gone.</summary>
    public string? Take(string id) => documents.TryRemove(id, out var document) ? document : null;
}
