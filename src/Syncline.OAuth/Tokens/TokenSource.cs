using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.AzureIdentity;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Grants;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenCommands;

namespace Syncline.OAuth.Tokens;

/// <summary>
/// Keeps one connection signed in: its tokens live in the connection's protected state and are renewed before they end, once for all
/// who wait, in this process and in others. Safe for concurrent use. Takes no part in disposal: a renewal that was begun is finished,
/// so that a rotated refresh token is never lost because one caller gave up.
/// </summary>
public sealed class TokenSource : IAccessTokenSource
{
    /// <summary>Name of the tokens in the protected state.</summary>
    public const string StateName = "tokens";

    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TrustUntilBefore = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    private readonly ITokenGrant grant;
    private readonly IProtectedState state;
    private readonly TimeProvider timeProvider;
    private readonly Lock gate = new();

    // Guarded by gate.
    private TokenSet? current;
    private Task<TokenSet>? renewal;
    private (string RefreshToken, SignInException Refusal)? refused;
    private DateTimeOffset nextAttempt;

    /// <summary>Tokens of an app at an authorization server.</summary>
    /// <param name="settings">The client.</param>
    /// <param name="state">Where the tokens are kept, encrypted.</param>
    /// <param name="httpHandler">Stack to call the token endpoint through; it must not follow redirects. Not disposed.</param>
    /// <param name="timeProvider">Clock of expiry.</param>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public TokenSource(OAuthClientSettings settings, IProtectedState state, HttpMessageHandler httpHandler, TimeProvider timeProvider)
        : this(new OAuthGrant(OAuthClient.Of(settings), httpHandler, timeProvider), state, timeProvider)
    {
    }

    /// <summary>Tokens that a command of the user's prints. It runs only after somebody allowed it by signing in on this machine.</summary>
    /// <exception cref="ConfigurationException">The command line is missing or can't be read.</exception>
    public TokenSource(TokenCommandSettings settings, IProtectedState state, TimeProvider timeProvider)
        : this(new CommandGrant(settings, timeProvider), state, timeProvider)
    {
    }

    /// <summary>Tokens of the machine's managed identity, or of whoever is signed in to the Azure CLI.</summary>
    public TokenSource(AzureIdentitySettings settings, IProtectedState state, TimeProvider timeProvider)
        : this(new AzureIdentityGrant(settings, timeProvider), state, timeProvider)
    {
    }

    private TokenSource(ITokenGrant grant, IProtectedState state, TimeProvider timeProvider)
    {
        this.grant = grant;
        this.state = state;
        this.timeProvider = timeProvider;
    }

    /// <summary>
    /// Signs in by the settings' grant and keeps the tokens in place of all earlier ones. Nothing is kept when it fails. Claims that a
    /// resource asked for are brought along.
    /// </summary>
    /// <returns>Who signed in; null for an app, or when the server did not say.</returns>
    /// <exception cref="SignInException">Refused, timed out, or answered wrongly.</exception>
    /// <exception cref="ConnectionException">The server could not be reached, or is none.</exception>
    /// <exception cref="ConfigurationException">The redirect's port is taken.</exception>
    public async Task<SignedInUser?> SignInAsync(ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        var stored = await state.ReadAsync(StateName, cancellationToken) is { } text ? StoredTokens.Parse(text) : null;
        var claims = stored?.MadeWith == grant.Fingerprint ? stored.Claims : null;

        // Claims are asked of the one who was signed in; without them a person may well want to be somebody else.
        var tokens = await grant.SignInAsync(prompt, claims, claims is null ? null : stored?.Tokens?.User?.UserName, cancellationToken);

        // The person has acted: from here on the tokens are kept even when the caller gives up.
        await state.UpdateAsync(StateName, (_, _) => ValueTask.FromResult<string?>(Text(tokens)), CancellationToken.None);
        lock (gate)
        {
            (current, refused, nextAttempt) = (tokens, null, default);
        }

        return tokens.User;
    }

    /// <summary>Who signed in last, without asking any server; null when nobody did, or the server did not say.</summary>
    public async ValueTask<SignedInUser?> GetUserAsync(CancellationToken cancellationToken) =>
        await state.ReadAsync(StateName, cancellationToken) is { } text && StoredTokens.Parse(text) is { } stored && stored.MadeWith == grant.Fingerprint
            ? stored.Tokens?.User
            : null;

    /// <inheritdoc/>
    public async ValueTask<SignInSpan?> GetSpanAsync(CancellationToken cancellationToken) =>
        await state.ReadAsync(StateName, cancellationToken) is { } text && StoredTokens.Parse(text) is { Tokens: { } tokens } stored && stored.MadeWith == grant.Fingerprint
            ? new SignInSpan(tokens.ExpiresAt, !grant.SpendsRefreshTokens || tokens.RefreshToken is not null)
            : null;

    /// <summary>Forgets the tokens.</summary>
    public async ValueTask SignOutAsync(CancellationToken cancellationToken)
    {
        await state.UpdateAsync(StateName, (_, _) => ValueTask.FromResult<string?>(null), cancellationToken);
        lock (gate)
        {
            current = null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> GetAccessTokenAsync(CancellationToken cancellationToken) => GetAsync(rejected: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string> RefreshAfterRejectionAsync(string rejectedToken, CancellationToken cancellationToken) => GetAsync(rejectedToken, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask RememberClaimsAsync(string claims, CancellationToken cancellationToken)
    {
        await state.UpdateAsync(
            StateName,
            (text, _) => ValueTask.FromResult<string?>(
                ((text is null ? null : StoredTokens.Parse(text)) is { } stored && stored.MadeWith == grant.Fingerprint
                    ? stored with { Claims = claims }
                    : new StoredTokens(null, grant.Fingerprint, claims)).ToJson()),
            cancellationToken);
        lock (gate)
        {
            current = null;
        }
    }

    private async ValueTask<string> GetAsync(string? rejected, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<TokenSet> running;
            var ours = false;
            lock (gate)
            {
                if (current is not null && current.AccessToken.Reveal() != rejected && (!NeedsRenewal(current) || (IsTrusted(current) && IsPausing())))
                {
                    return current.AccessToken.Reveal();
                }

                if (renewal is null)
                {
                    ours = true;
                    renewal = Task.Run(() => RenewAsync(rejected), CancellationToken.None);
                }

                running = renewal;
            }

            var token = (await running.WaitAsync(cancellationToken)).AccessToken.Reveal();
            if (token != rejected || ours)
            {
                return token;
            }

            // Somebody else's renewal found the token still fresh, not knowing that it was rejected: renew for real.
        }
    }

    private async Task<TokenSet> RenewAsync(string? rejected)
    {
        try
        {
            return await RenewLockedAsync(rejected);
        }
        catch (SignInException exception) when (ClaimsChallenge.Of(exception) is { } claims)
        {
            // The next sign-in brings what the server asked for.
            await RememberClaimsAsync(claims, CancellationToken.None);
            throw;
        }
        finally
        {
            lock (gate)
            {
                renewal = null;
            }
        }
    }

    private async Task<TokenSet> RenewLockedAsync(string? rejected)
    {
        TokenSet? result = null;
        // The state is locked against other processes; they find our tokens when it is their turn, and we find theirs.
        await state.UpdateAsync(
            StateName,
            async (text, _) =>
            {
                var (latest, claims) = Usable(text);
                // An app brings new claims by itself; a person has to act, so until then the old token is all there is.
                var claimsPending = claims is not null && !grant.NeedsPerson;
                if (latest is not null && latest.AccessToken.Reveal() != rejected && !NeedsRenewal(latest) && !claimsPending)
                {
                    result = latest;
                    return text;
                }

                result = await RequestAsync(latest, rejected, claims);

                // What a person still has to bring stays asked for.
                return ReferenceEquals(result, latest) ? text : Text(result, grant.NeedsPerson ? claims : null);
            },
            CancellationToken.None);
        lock (gate)
        {
            return current = result!;
        }
    }

    private async Task<TokenSet> RequestAsync(TokenSet? latest, string? rejected, string? claims)
    {
        try
        {
            if (latest is null && grant.NeedsPerson)
            {
                throw new SignInException(grant.NotSignedIn());
            }

            if (!grant.SpendsRefreshTokens)
            {
                return await grant.RenewAsync(latest, claims, CancellationToken.None);
            }

            if (latest!.RefreshToken?.Reveal() is not { } refreshToken)
            {
                return IsTrusted(latest) && latest.AccessToken.Reveal() != rejected ? latest : throw SignInNeeded(
                    OAuthErrorId.ExpiredWithoutRefresh,
                    $"The sign-in of connection {grant.ConnectionName} has ended, and the server gave no refresh token to renew it.",
                    " Add offline_access to the Scope to stay signed in.");
            }

            ThrowIfRefused(refreshToken);
            try
            {
                return await grant.RenewAsync(latest, claims, CancellationToken.None);
            }
            catch (SignInException exception)
            {
                lock (gate)
                {
                    refused = (refreshToken, exception);
                }

                throw;
            }
        }
        catch (ConnectionException exception) when (
            exception.Error.Recovery == Recovery.Retry && latest is not null && IsTrusted(latest) && latest.AccessToken.Reveal() != rejected)
        {
            // The server is away for the moment, but the token still lasts a while: go on with it, and try again later.
            lock (gate)
            {
                nextAttempt = timeProvider.GetUtcNow() + (exception.Error.RetryAfter ?? PauseAfterFailure);
            }

            return latest;
        }
    }

    /// <summary>A refresh token that the server refused stays refused: asking again for each of thousands of requests helps nobody.</summary>
    private void ThrowIfRefused(string refreshToken)
    {
        lock (gate)
        {
            if (refused is { } known && known.RefreshToken == refreshToken)
            {
                var again = new SignInException(known.Refusal.Error, known.Refusal);
                if (ClaimsChallenge.Of(known.Refusal) is { } claims)
                {
                    ClaimsChallenge.Attach(again, claims);
                }

                throw again;
            }
        }
    }

    private (TokenSet? Tokens, string? Claims) Usable(string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        if (StoredTokens.Parse(text) is not { } stored)
        {
            return !grant.NeedsPerson ? (null, null) : throw SignInNeeded(
                OAuthErrorId.TokensUnreadable, $"The saved sign-in of connection {grant.ConnectionName} can not be read.");
        }

        return stored.MadeWith == grant.Fingerprint ? (stored.Tokens, stored.Claims)
            : !grant.NeedsPerson || stored.Tokens is null ? (null, null)
            : throw SignInNeeded(
                OAuthErrorId.OtherSettings, $"The settings of connection {grant.ConnectionName} were changed since its sign-in, so the saved sign-in is not used with them.");
    }

    /// <summary>Tokens of short life are renewed at half of it.</summary>
    private bool NeedsRenewal(TokenSet tokens)
    {
        var half = (tokens.ExpiresAt - tokens.ReceivedAt) / 2;
        return timeProvider.GetUtcNow() >= tokens.ExpiresAt - (half < RenewBefore ? half : RenewBefore);
    }

    private bool IsTrusted(TokenSet tokens) => timeProvider.GetUtcNow() < tokens.ExpiresAt - TrustUntilBefore;

    private bool IsPausing() => timeProvider.GetUtcNow() < nextAttempt;

    private string Text(TokenSet tokens, string? claims = null) => new StoredTokens(tokens, grant.Fingerprint, claims).ToJson();

    private SignInException SignInNeeded(string id, string message, string? more = null) => new(new ErrorDetail
    {
        Id = id,
        Phase = ErrorPhase.SignIn,
        Message = message,
        Advice = $"Sign in with: syncline connection authorize {grant.ConnectionName}.{more}",
        Recovery = Recovery.SignInAgain,
    });
}
