using System.Collections.Concurrent;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>Protected state that lives in memory.</summary>
internal sealed class MemoryState : IProtectedState, IDisposable
{
    private readonly ConcurrentDictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1, 1);

    public void Dispose() => turn.Dispose();

    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(values.GetValueOrDefault(name));

    public async ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
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
