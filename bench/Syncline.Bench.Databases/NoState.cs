using Syncline.Core.Connectors;

namespace Syncline.Bench.Databases;

/// <summary>Protected state of which databases need nothing.</summary>
internal sealed class NoState : IProtectedState
{
    public ValueTask<string?> ReadAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

    public ValueTask<string?> UpdateAsync(string name, Func<string?, CancellationToken, ValueTask<string?>> update, CancellationToken cancellationToken) => update(null, cancellationToken);
}
