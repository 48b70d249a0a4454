using Syncline.Core.Errors;
using Syncline.Core.SignIn;

namespace Syncline.Studio.Connections.SignIn;

/// <summary>
/// A sign-in as the Studio's pages show it: the address to open, how long it has been waited, a place to paste the answer, and Cancel. Lives on the
/// server, so that a reload of the page finds it as it was. Safe for concurrent use.
/// </summary>
internal sealed class BrowserSignIn(TimeProvider timeProvider, Action changed) : ISignInPrompt, IDisposable
{
    // As the flow gives by itself (OAuthClientSettings.TimeAllowed).
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(5);

    private readonly TaskCompletionSource<string> pasted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource cancelling = new();
    private readonly long began = timeProvider.GetTimestamp();
    private TaskCompletionSource<bool>? answer;
    private int tabAsked;
    private long shown;

    /// <summary>Cancelled when the person cancels.</summary>
    public CancellationToken Cancelled => cancelling.Token;

    /// <summary>The page to sign in on; null until it is known.</summary>
    public Uri? Page { get; private set; }

    /// <summary>Where the answer is waited for; null until it is known.</summary>
    public Uri? RedirectUri { get; private set; }

    /// <summary>Code to type on the page, when the grant has one.</summary>
    public string? DeviceCode { get; private set; }

    /// <summary>How long is waited at most, from the moment on which the page was there. A device code has a time of its own.</summary>
    public TimeSpan Patience { get; private set; } = Usual;

    /// <summary>Time left before it is given up; never negative.</summary>
    public TimeSpan Left => TimeSpan.FromTicks(Math.Max(0, (Patience - (shown == 0 ? TimeSpan.Zero : timeProvider.GetElapsedTime(shown))).Ticks));

    /// <summary>Whether the browser refused to open the page.</summary>
    public bool TabRefused { get; set; }

    /// <summary>The other system that answers now, while it is asked whether the connection shall belong to it; else null.</summary>
    public ErrorDetail? OtherSystem { get; private set; }

    /// <summary>Time waited so far.</summary>
    public TimeSpan Elapsed => timeProvider.GetElapsedTime(began);

    /// <summary>True exactly once, when the page is there to be opened: whoever gets it opens the tab.</summary>
    public bool TakeTab() => Page is not null && Interlocked.Exchange(ref tabAsked, 1) == 0;

    /// <summary>Gives the address that the browser ended on.</summary>
    public void Paste(string address) => pasted.TrySetResult(address.Trim());

    /// <summary>Answers whether the connection shall belong to <see cref="OtherSystem"/>.</summary>
    public void Answer(bool accepted)
    {
        OtherSystem = null;
        answer?.TrySetResult(accepted);
        changed();
    }

    /// <summary>Ends the sign-in.</summary>
    public void Cancel() => cancelling.Cancel();

    /// <inheritdoc/>
    public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        RedirectUri = redirectUri;
        shown = timeProvider.GetTimestamp();
        Page = signInPage;
        changed();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken) => await pasted.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken)
    {
        DeviceCode = userCode;
        Patience = expiresIn;
        shown = timeProvider.GetTimestamp();
        Page = verificationUri;
        changed();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> AcceptOtherSystemAsync(ErrorDetail change, CancellationToken cancellationToken)
    {
        answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        OtherSystem = change;
        changed();
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => cancelling.Dispose();
}
