using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse.SignIn;

/// <summary>
/// Hands out tokens only after the site has answered as the organisation that the connection belongs to: whatever is read or written afterwards is that
/// organisation's. Asks once. Safe for concurrent use.
/// </summary>
/// <param name="tokens">The tokens.</param>
/// <param name="site">Asks the site, with tokens that it takes from there directly.</param>
/// <param name="pin">The organisation that the connection belongs to.</param>
/// <param name="connectionName">Name of the connection, for messages.</param>
internal sealed class OrganizationGuard(IAccessTokenSource tokens, IIdentitySource site, OrganizationPin pin, string connectionName) : IAccessTokenSource, IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private volatile bool isProven;
    private ErrorDetail? refusal;

    /// <inheritdoc/>
    public async ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken)
    {
        if (!isProven)
        {
            await ProveAsync(cancellationToken);
        }

        return await tokens.GetAccessTokenAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<string> RefreshAfterRejectionAsync(string rejectedToken, CancellationToken cancellationToken) =>
        tokens.RefreshAfterRejectionAsync(rejectedToken, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SignInSpan?> GetSpanAsync(CancellationToken cancellationToken) => tokens.GetSpanAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask RememberClaimsAsync(string claims, CancellationToken cancellationToken) => tokens.RememberClaimsAsync(claims, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async ValueTask ProveAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (isProven)
            {
                return;
            }

            if (refusal is not null)
            {
                throw new SignInException(refusal);
            }

            var expected = await pin.ReadAsync(cancellationToken);
            if (expected is null || expected.Id != await site.AskOrganizationIdAsync(cancellationToken))
            {
                var answering = Organization.Of(await site.ReadAsync(cancellationToken), site.Site.Origin);
                expected ??= await pin.SetFirstAsync(answering, cancellationToken);
                if (expected.Id != answering.Id)
                {
                    refusal = SignInErrors.OtherOrganization(connectionName, expected, answering);
                    throw new SignInException(refusal);
                }
            }

            isProven = true;
        }
        finally
        {
            turn.Release();
        }
    }
}
