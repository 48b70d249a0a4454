using System.Collections.Concurrent;
using Syncline.Core.Connectors;

namespace Syncline.Connections.Opening;

/// <summary>Protected state of a connection that is not saved: it is only in memory. Safe for concurrent use.</summary>
public sealed class TransientState : IProtectedState, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentDictionary<string, string> values = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    /// <summary>Hands every value over to a connection's lasting state; what is there under the same names is replaced.</summary>
    public async ValueTask CopyToAsync(IProtectedState target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var (name, value) in values)
        {
            await target.UpdateAsync(name, (_, _) => ValueTask.FromResult<string?>(value), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(values.GetValueOrDefault(name));

    /// <inheritdoc/>
    public async ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
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
