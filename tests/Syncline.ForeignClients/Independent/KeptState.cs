using System.Collections.Concurrent;
using Syncline.Core.Connectors;

namespace Syncline.ForeignClients.Independent;

/// <summary>State in memory, shared by several token sources as processes share a file.</summary>
internal sealed class KeptState : IProtectedState, IDisposable
{
    private readonly ConcurrentDictionary<string, string?> values = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(values.GetValueOrDefault(name));

    public async ValueTask<string?> UpdateAsync(string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return values[name] = await update(values.GetValueOrDefault(name), cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
