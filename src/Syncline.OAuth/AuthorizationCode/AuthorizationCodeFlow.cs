using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Errors;
using Syncline.OAuth.Loopback;
using Syncline.OAuth.RemoteSignIn;
using Syncline.OAuth.Settings;
using Syncline.OAuth.TokenEndpoint;
using Syncline.OAuth.Tokens;

namespace Syncline.OAuth.AuthorizationCode;

/// <summary>
/// Signs a person in with the system's browser: authorization code with PKCE and a loopback redirect
/// (RFC 6749 section 4.1, RFC 7636, RFC 8252, RFC 9207, RFC 9700). Each sign-in has a listener of its own, closed when it ends.
/// Safe for concurrent use as long as the redirect names no port.
/// </summary>
public sealed class AuthorizationCodeFlow
{
    private readonly OAuthClient client;
    private readonly TokenEndpointClient endpoint;
    private readonly TimeProvider timeProvider;

    /// <summary>A flow for these settings.</summary>
    /// <param name="settings">The client; its grant must be authorization code.</param>
    /// <param name="httpHandler">Stack to call the token endpoint through; it must not follow redirects. Not disposed.</param>
    /// <param name="timeProvider">Clock of expiry and of the time allowed.</param>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public AuthorizationCodeFlow(OAuthClientSettings settings, HttpMessageHandler httpHandler, TimeProvider timeProvider)
        : this(OAuthClient.Of(settings), httpHandler, timeProvider)
    {
    }

    internal AuthorizationCodeFlow(OAuthClient client, HttpMessageHandler httpHandler, TimeProvider timeProvider)
    {
        this.client = client;
        this.timeProvider = timeProvider;
        endpoint = new TokenEndpointClient(client, httpHandler, timeProvider);
    }

    /// <summary>Sends the person to the sign-in page, takes one answer, and exchanges its code for tokens.</summary>
    /// <param name="prompt">Way to the person.</param>
    /// <param name="hints">What to tell the sign-in page beyond the settings; null for nothing.</param>
    /// <param name="cancellationToken">Ends the sign-in; its listener is closed.</param>
    /// <exception cref="SignInException">Refused, timed out, or answered wrongly.</exception>
    /// <exception cref="ConnectionException">The token endpoint could not be reached, or is none.</exception>
    /// <exception cref="ConfigurationException">The redirect's port is taken.</exception>
    public async Task<TokenSet> SignInAsync(ISignInPrompt prompt, SignInHints? hints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        cancellationToken.ThrowIfCancellationRequested();
        var allowed = prompt.TimeAllowed ?? client.TimeAllowed;
        await using var listener = LoopbackListener.Start(client.Redirect!, timeProvider);
        using var time = new CancellationTokenSource(allowed, timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            return await SignInAsync(listener, prompt, hints ?? new SignInHints(), timeProvider.GetUtcNow() + allowed, limit.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TimedOut(allowed);
        }
    }

    private async Task<TokenSet> SignInAsync(
        LoopbackListener listener, ISignInPrompt prompt, SignInHints hints, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var attempt = new AuthorizationAttempt(client, listener.RedirectUri, hints);
        using var offer = new RemoteOffer(client, attempt, listener.RedirectUri, end);
        using var pasting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        await prompt.OfferAnotherMachineAsync(offer.Request, cancellationToken);

        // A prompt may itself follow the sign-in to its end (the demo's user agent), so it runs beside the waiting.
        var opening = OpenAsync(prompt, attempt.SignInPage, new Uri(listener.RedirectUri), cancellationToken);
        var redirected = listener.ReceiveAsync(cancellationToken);
        var pasted = offer.ReadPastedAsync(prompt, pasting.Token);
        var first = await Task.WhenAny(redirected, pasted, opening);
        if (first == opening)
        {
            await opening;
            first = await Task.WhenAny(redirected, pasted);
        }

        if (first == pasted && !redirected.IsCompletedSuccessfully)
        {
            var (parameters, redirectUri) = await pasted;
            listener.RefuseFurtherAnswers();
            return await RedeemAsync(attempt, parameters, redirectUri, cancellationToken);
        }

        var exchange = await redirected;
        await pasting.CancelAsync();
        Observe(pasted);
        Observe(opening);
        var tokens = await AnswerBrowserAsync(attempt, exchange, listener.RedirectUri, cancellationToken);
        await Task.WhenAny(opening, Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, cancellationToken));
        return tokens;
    }

    /// <summary>Redeems the code first, so that the page in the browser tells how the sign-in really ended.</summary>
    private async Task<TokenSet> AnswerBrowserAsync(
        AuthorizationAttempt attempt, LoopbackExchange exchange, string redirectUri, CancellationToken cancellationToken)
    {
        try
        {
            var tokens = await RedeemAsync(attempt, exchange.Parameters, redirectUri, cancellationToken);
            await exchange.RespondAsync(ResultPage.SignedIn(client.SystemName, tokens.User?.UserName ?? tokens.User?.Name), cancellationToken);
            return tokens;
        }
        catch (SynclineException exception)
        {
            var error = exception.Error;
            await exchange.RespondAsync(ResultPage.Failed(error.Message, error.Advice, Detail(error)), cancellationToken);
            throw;
        }
        catch (OperationCanceledException)
        {
            await exchange.RespondAsync(
                ResultPage.Failed("The sign-in was cancelled, or took too long.", "Start it again in Syncline.", null), CancellationToken.None);
            throw;
        }
    }

    private async Task<TokenSet> RedeemAsync(
        AuthorizationAttempt attempt, IReadOnlyList<KeyValuePair<string, string>> answer, string redirectUri, CancellationToken cancellationToken)
    {
        var (code, verifier) = attempt.Accept(answer);
        return await endpoint.RedeemCodeAsync(code, verifier, redirectUri, cancellationToken);
    }

    private static async Task OpenAsync(ISignInPrompt prompt, Uri page, Uri redirectUri, CancellationToken cancellationToken) =>
        await prompt.OpenAsync(page, redirectUri, cancellationToken);

    /// <summary>The answer is there: how the other ways to it end no longer matters, not even a failure.</summary>
    private static void Observe(Task task) =>
        _ = task.ContinueWith(done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private static string? Detail(ErrorDetail error) =>
        string.Join('\n', new[] { error.Id, error.ServerText, error.RequestId is null ? null : $"Trace: {error.RequestId}" }.OfType<string>());

    private SignInException TimedOut(TimeSpan allowed) => new(new ErrorDetail
    {
        Id = OAuthErrorId.TimedOut,
        Phase = ErrorPhase.SignIn,
        Message = string.Create(CultureInfo.InvariantCulture,
            $"Nobody finished the sign-in for connection {client.ConnectionName} within {Words(allowed)}, so Syncline stopped waiting."),
        Advice = $"Start again with: syncline connection authorize {client.ConnectionName}. If the browser showed an error instead of a sign-in page, "
            + $"it says why; a frequent one is that the Redirect URL {client.Redirect!.Registered} is not registered in the app "
            + "(Authentication › Mobile and desktop applications).",
        Recovery = Recovery.SignInAgain,
    });

    private static string Words(TimeSpan time) => time.TotalMinutes >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} minutes")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} seconds");
}
