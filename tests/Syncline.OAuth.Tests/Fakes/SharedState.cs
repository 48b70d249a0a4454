using System.Collections.Concurrent;
using Syncline.Core.Connectors;

namespace Syncline.OAuth.Tests.Fakes;

/// <summary>State that several token sources share as several processes would share a file: one update at a time, for all of them.</summary>
internal sealed class SharedState : IProtectedState, IDisposable
{
    private readonly ConcurrentDictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);
    private int updates;

    /// <summary>How often somebody took the lock.</summary>
    public int Updates => updates;

    public void Dispose() => turn.Dispose();

    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(values.GetValueOrDefault(name));

    public async ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref updates);
        await turn.WaitAsync(cancellationToken);
        try
        {
            var value = await update(values.GetValueOrDefault(name), cancellationToken);
            if (value is null)
            {
                values.TryRemove(name, out _);
            }
            else
            {
                values[name] = value;
            }

            return value;
        }
        finally
        {
            turn.Release();
        }
    }
}
