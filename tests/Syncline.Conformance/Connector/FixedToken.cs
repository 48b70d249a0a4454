using Syncline.Core.Connectors;
using Syncline.OAuth.Tokens;

namespace Syncline.Conformance.Connector;

/// <summary>Hands out one token, whatever becomes of it.</summary>
internal sealed class FixedToken(string token) : IAccessTokenSource
{
    public ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken) => ValueTask.FromResult(token);

    public ValueTask<string> RefreshAfterRejectionAsync(string rejectedToken, CancellationToken cancellationToken) => ValueTask.FromResult(token);

    public ValueTask<SignInSpan?> GetSpanAsync(CancellationToken cancellationToken) => ValueTask.FromResult<SignInSpan?>(null);

    public ValueTask RememberClaimsAsync(string claims, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
