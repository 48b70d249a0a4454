using Syncline.Core.Connectors;

namespace Syncline.Bench.Sync;

/// <summary>The protected state of a connection that has none.</summary>
internal sealed class NoState : IProtectedState
{
    /// <inheritdoc/>
    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

    /// <inheritdoc/>
    public ValueTask<string?> UpdateAsync(string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken) => update(null, cancellationToken);
}
