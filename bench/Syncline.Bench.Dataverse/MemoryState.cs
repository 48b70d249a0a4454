using Syncline.Core.Connectors;

namespace Syncline.Bench.Dataverse;

/// <summary>Protected state that lives in memory; one benchmark uses it from one thread at a time.</summary>
internal sealed class MemoryState : IProtectedState
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(values.GetValueOrDefault(name));

    public async ValueTask<string?> UpdateAsync(
        string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken)
    {
        var value = await update(values.GetValueOrDefault(name), cancellationToken);
        values[name] = value ?? string.Empty;
        return value;
    }
}
