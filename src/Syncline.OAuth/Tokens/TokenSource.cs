using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.AuthorizationCode;
using Syncline.OAuth.DeviceCode;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;

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

    private readonly OAuthClient client;
    private readonly IProtectedState state;
    private readonly HttpMessageHandler httpHandler;
    private readonly TimeProvider timeProvider;
    private readonly TokenEndpointClient endpoint;
    private readonly string fingerprint;
    private readonly Lock gate = new();

    // Guarded by gate.
    private TokenSet? current;
    private Task<TokenSet>? renewal;
    private (string RefreshToken, SignInException Refusal)? refused;
    private DateTimeOffset nextAttempt;

    /// <summary>Tokens of one connection.</summary>
    /// <param name="settings">The client.</param>
    /// <param name="state">Where the tokens are kept, encrypted.</param>
    /// <param name="httpHandler">Stack to call the token endpoint through; it must not follow redirects. Not disposed.</param>
    /// <param name="timeProvider">Clock of expiry.</param>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public TokenSource(OAuthClientSettings settings, IProtectedState state, HttpMessageHandler httpHandler, TimeProvider timeProvider)
    {
        client = OAuthClient.Of(settings);
        this.state = state;
        this.httpHandler = httpHandler;
        this.timeProvider = timeProvider;
        endpoint = new TokenEndpointClient(client, httpHandler, timeProvider);
        fingerprint = StoredTokens.Fingerprint(client);
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
        var hints = new SignInHints { Claims = stored?.MadeWith == fingerprint ? stored.Claims : null };
        var tokens = client.GrantType switch
        {
            GrantType.AuthorizationCode => await new AuthorizationCodeFlow(client, httpHandler, timeProvider).SignInAsync(prompt, hints, cancellationToken),
            GrantType.DeviceCode => await new DeviceCodeFlow(client, httpHandler, timeProvider).SignInAsync(prompt, cancellationToken),
            _ => await endpoint.ClientCredentialsAsync(hints.Claims, cancellationToken),
        };

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
        await state.ReadAsync(StateName, cancellationToken) is { } text && StoredTokens.Parse(text) is { } stored && stored.MadeWith == fingerprint
            ? stored.Tokens?.User
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
                ((text is null ? null : StoredTokens.Parse(text)) is { } stored && stored.MadeWith == fingerprint
                    ? stored with { Claims = claims }
                    : new StoredTokens(null, fingerprint, claims)).ToJson()),
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
            TokenSet? result = null;
            // The state is locked against other processes; they find our tokens when it is their turn, and we find theirs.
            await state.UpdateAsync(
                StateName,
                async (text, _) =>
                {
                    var (latest, claims) = Usable(text);
                    // An app brings new claims by itself; a person has to act, so until then the old token is all there is.
                    var claimsPending = claims is not null && client.GrantType == GrantType.ClientCredentials;
                    if (latest is not null && latest.AccessToken.Reveal() != rejected && !NeedsRenewal(latest) && !claimsPending)
                    {
                        result = latest;
                        return text;
                    }

                    result = await RequestAsync(latest, rejected, claims);
                    return ReferenceEquals(result, latest) ? text : Text(result);
                },
                CancellationToken.None);
            lock (gate)
            {
                return current = result!;
            }
        }
        finally
        {
            lock (gate)
            {
                renewal = null;
            }
        }
    }

    private async Task<TokenSet> RequestAsync(TokenSet? latest, string? rejected, string? claims)
    {
        try
        {
            if (client.GrantType == GrantType.ClientCredentials)
            {
                return await endpoint.ClientCredentialsAsync(claims, CancellationToken.None);
            }

            if (latest is null)
            {
                throw SignInNeeded(OAuthErrorId.NotSignedIn, $"Nobody has signed in for connection {client.ConnectionName} yet.");
            }

            if (latest.RefreshToken?.Reveal() is not { } refreshToken)
            {
                return IsTrusted(latest) && latest.AccessToken.Reveal() != rejected ? latest : throw SignInNeeded(
                    OAuthErrorId.ExpiredWithoutRefresh,
                    $"The sign-in of connection {client.ConnectionName} has ended, and the server gave no refresh token to renew it.",
                    " Add offline_access to the Scope to stay signed in.");
            }

            ThrowIfRefused(refreshToken);
            try
            {
                return await endpoint.RefreshAsync(latest, CancellationToken.None);
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

        var isApp = client.GrantType == GrantType.ClientCredentials;
        if (StoredTokens.Parse(text) is not { } stored)
        {
            return isApp ? (null, null) : throw SignInNeeded(
                OAuthErrorId.TokensUnreadable, $"The saved sign-in of connection {client.ConnectionName} can not be read.");
        }

        return stored.MadeWith == fingerprint ? (stored.Tokens, stored.Claims)
            : isApp || stored.Tokens is null ? (null, null)
            : throw SignInNeeded(
                OAuthErrorId.OtherSettings, $"The settings of connection {client.ConnectionName} were changed since its sign-in, so the saved sign-in is not used with them.");
    }

    /// <summary>Tokens of short life are renewed at half of it.</summary>
    private bool NeedsRenewal(TokenSet tokens)
    {
        var half = (tokens.ExpiresAt - tokens.ReceivedAt) / 2;
        return timeProvider.GetUtcNow() >= tokens.ExpiresAt - (half < RenewBefore ? half : RenewBefore);
    }

    private bool IsTrusted(TokenSet tokens) => timeProvider.GetUtcNow() < tokens.ExpiresAt - TrustUntilBefore;

    private bool IsPausing() => timeProvider.GetUtcNow() < nextAttempt;

    private string Text(TokenSet tokens) => new StoredTokens(tokens, fingerprint, null).ToJson();

    private SignInException SignInNeeded(string id, string message, string? more = null) => new(new ErrorDetail
    {
        Id = id,
        Phase = ErrorPhase.SignIn,
        Message = message,
        Advice = $"Sign in with: syncline connection authorize {client.ConnectionName}.{more}",
        Recovery = Recovery.SignInAgain,
    });
}
