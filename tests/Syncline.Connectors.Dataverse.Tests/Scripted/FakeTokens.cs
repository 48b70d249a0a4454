using Syncline.Core.Connectors;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.Tests.Scripted;

/// <summary>Hands out <c>token-1</c>, and the next number each time the last one is rejected.</summary>
internal sealed class FakeTokens : IAccessTokenSource
{
    private int number = 1;

    public ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken) => ValueTask.FromResult($"token-{Volatile.Read(ref number)}");

    public ValueTask<string> RefreshAfterRejectionAsync(string rejectedToken, CancellationToken cancellationToken)
    {
        if (rejectedToken == $"token-{Volatile.Read(ref number)}")
        {
            Interlocked.Increment(ref number);
        }

        return GetAccessTokenAsync(cancellationToken);
    }

    public ValueTask<SignInSpan?> GetSpanAsync(CancellationToken cancellationToken) => ValueTask.FromResult<SignInSpan?>(null);

    public ValueTask RememberClaimsAsync(string claims, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
