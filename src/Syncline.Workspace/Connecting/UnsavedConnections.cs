using System.Collections.Concurrent;

namespace Syncline.Workspace.Connecting;

/// <summary>
/// The connections that are used by name without being saved, until the process ends. Names are compared without regard to case, as in the
/// library; a saved connection of the same name comes first. Safe for concurrent use.
/// </summary>
public sealed class UnsavedConnections
{
    private readonly ConcurrentDictionary<string, UnsavedConnection> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Their names, in order.</summary>
    public IReadOnlyList<string> Names => [.. byName.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Finds one; null when there is none of that name.</summary>
    public UnsavedConnection? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Lets a connection be used by a name, in place of one that had it.</summary>
    public void Keep(string name, UnsavedConnection connection)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(connection);
        byName[name] = connection;
    }

    /// <summary>Forgets one.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Forget(string name) => byName.TryRemove(name, out _);
}
