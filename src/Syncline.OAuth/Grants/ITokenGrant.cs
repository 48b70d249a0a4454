using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.Grants;

/// <summary>One way to get tokens. <see cref="TokenSource"/> keeps, renews and shares them; a grant only asks. Safe for concurrent use.</summary>
internal interface ITokenGrant
{
    /// <summary>Name of the connection, for messages and advice.</summary>
    string ConnectionName { get; }

    /// <summary>
    /// Tells settings apart that must not share tokens: after a changed address or scope, an old token would be sent to a place that it
    /// was not granted for.
    /// </summary>
    string Fingerprint { get; }

    /// <summary>Whether the first token is only had by <see cref="SignInAsync"/>: a person has to do something.</summary>
    bool NeedsPerson { get; }

    /// <summary>Whether renewing spends the refresh token that the last answer gave; without one there is no renewal.</summary>
    bool SpendsRefreshTokens { get; }

    /// <summary>Gets the first tokens.</summary>
    /// <param name="prompt">Way to the person; not used where none is needed.</param>
    /// <param name="claims">Claims that a resource asked for, as JSON; null for none.</param>
    /// <param name="loginHint">User name to offer; null for none.</param>
    /// <param name="cancellationToken">Ends the sign-in.</param>
    /// <exception cref="SignInException">Refused, timed out, or answered wrongly.</exception>
    /// <exception cref="ConnectionException">The server could not be reached, or is none.</exception>
    Task<TokenSet> SignInAsync(ISignInPrompt prompt, string? claims, string? loginHint, CancellationToken cancellationToken);

    /// <summary>Gets the next tokens without a person.</summary>
    /// <param name="latest">Tokens so far; with a refresh token where <see cref="SpendsRefreshTokens"/>.</param>
    /// <param name="claims">Claims that a resource asked for; null for none. Ways that need a person can't bring them.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="SignInException">Refused.</exception>
    /// <exception cref="ConnectionException">The server could not be reached, or is none.</exception>
    Task<TokenSet> RenewAsync(TokenSet? latest, string? claims, CancellationToken cancellationToken);

    /// <summary>What is said when <see cref="NeedsPerson"/> and nobody has signed in yet.</summary>
    ErrorDetail NotSignedIn();
}
