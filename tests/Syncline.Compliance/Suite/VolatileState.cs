using Syncline.Core.Connectors;

namespace Syncline.Compliance.Suite;

/// <summary>Protected state that is forgotten with the connection. One update at a time.</summary>
internal sealed class VolatileState : IProtectedState, IDisposable
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1, 1);

    public void Dispose() => turn.Dispose();

    public async ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) =>
        await UpdateAsync(name, (value, _) => ValueTask.FromResult(value), cancellationToken);

    public async ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var value = await update(values.GetValueOrDefault(name), cancellationToken);
            if (value is null)
            {
                values.Remove(name);
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
