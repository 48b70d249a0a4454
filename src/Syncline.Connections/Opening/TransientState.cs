using System.Collections.Concurrent;
using Syncline.Core.Connectors;

namespace Syncline.Connections.Opening;

/// <summary>Protected state of a connection that is not saved: it is only in memory.</summary>
internal sealed class TransientState : IProtectedState, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<string, string> values = new(StringComparer.Ordinal);

    public void Dispose() => gate.Dispose();

    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(values.GetValueOrDefault(name));

    public async ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var next = await update(await ReadAsync(name, cancellationToken), cancellationToken);
            if (next is null)
            {
                values.TryRemove(name, out _);
            }
            else
            {
                values[name] = next;
            }

            return next;
        }
        finally
        {
            gate.Release();
        }
    }
}
