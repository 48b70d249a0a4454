using Syncline.Core.Connectors;
using Syncline.Core.Errors;

namespace Syncline.OAuth.Tokens;

/// <summary>Where access tokens come from. Safe for concurrent use.</summary>
public interface IAccessTokenSource
{
    /// <summary>A token that is good for the next minutes.</summary>
    /// <exception cref="SignInException">A person has to sign in (<see cref="Recovery.SignInAgain"/>), or something has to be changed.</exception>
    /// <exception cref="ConnectionException">The sign-in server is not available; <see cref="Recovery.Retry"/> says whether later helps.</exception>
    ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// A token in place of one that the resource rejected with 401: another one that somebody got meanwhile, else a new one.
    /// </summary>
    /// <exception cref="SignInException">As <see cref="GetAccessTokenAsync"/>.</exception>
    /// <exception cref="ConnectionException">As <see cref="GetAccessTokenAsync"/>.</exception>
    ValueTask<string> RefreshAfterRejectionAsync(string rejectedToken, CancellationToken cancellationToken);

    /// <summary>How long the sign-in lasts as it stands, without asking any server; null when there is none.</summary>
    ValueTask<SignInSpan?> GetSpanAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the claims that the resource asks for, so that the next sign-in brings them.</summary>
    ValueTask RememberClaimsAsync(string claims, CancellationToken cancellationToken);
}
