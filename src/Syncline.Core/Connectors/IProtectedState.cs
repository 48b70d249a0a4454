namespace Syncline.Core.Connectors;

/// <summary>
/// Small values that belong to one connection, encrypted at rest: its tokens. Safe for concurrent use, by threads and by processes.
/// </summary>
public interface IProtectedState
{
    /// <summary>Reads the latest value, whoever wrote it; null when there is none.</summary>
    ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces a value while no other thread or process can: <paramref name="update"/> gets the latest value (or null) and returns the
    /// new one (null removes it). When it throws, nothing changes. A token refresh runs inside it, so that waiting processes find the
    /// refreshed token instead of spending the rotated one twice.
    /// </summary>
    /// <returns>The value that now stands.</returns>
    ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken);
}
