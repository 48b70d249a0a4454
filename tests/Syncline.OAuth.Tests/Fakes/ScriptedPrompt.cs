using Syncline.Core.SignIn;

namespace Syncline.OAuth.Tests.Fakes;

/// <summary>A person as a script: what happens when the page opens, and what is pasted.</summary>
internal sealed class ScriptedPrompt : ISignInPrompt
{
    private readonly TaskCompletionSource<(Uri Page, Uri Redirect)> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan? TimeAllowed { get; init; }

    /// <summary>Runs beside the flow, as a browser does.</summary>
    public Func<SignInPage, Task>? Browser { get; init; }

    public Func<SignInPage, CancellationToken, Task<string>>? Paste { get; init; }

    /// <summary>The browser's doings.</summary>
    public Task Browsing { get; private set; } = Task.CompletedTask;

    public bool PasteCancelled { get; private set; }

    public (string UserCode, Uri Page, TimeSpan ExpiresIn)? DeviceCode { get; private set; }

    /// <summary>Ends when a device's code is shown.</summary>
    public Task DeviceCodeShown => shown.Task;

    /// <summary>The page that was opened.</summary>
    public async Task<SignInPage> OpenedAsync()
    {
        var (page, redirect) = await opened.Task.WaitAsync(TestContext.Current.CancellationToken);
        return new SignInPage(page, redirect);
    }

    public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        opened.SetResult((signInPage, redirectUri));
        Browsing = Browser is null ? Task.CompletedTask : Task.Run(() => Browser(new SignInPage(signInPage, redirectUri)), cancellationToken);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
    {
        if (Paste is not null)
        {
            return await Paste(await OpenedAsync(), cancellationToken);
        }

        var forever = new TaskCompletionSource<string>();
        await using var registration = cancellationToken.Register(() =>
        {
            PasteCancelled = true;
            forever.TrySetCanceled(cancellationToken);
        });
        return await forever.Task;
    }

    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken)
    {
        DeviceCode = (userCode, verificationUri, expiresIn);
        shown.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
