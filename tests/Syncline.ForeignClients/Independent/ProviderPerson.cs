using Syncline.Core.SignIn;
using Syncline.ForeignClients.Browser;

namespace Syncline.ForeignClients.Independent;

/// <summary>A person at the pages of oidc-provider: signs in with any name, consents or turns away, or types a device's code.</summary>
internal sealed class ProviderPerson(bool declines = false) : ISignInPrompt, IDisposable
{
    private readonly ScriptedBrowser browser = new(authority: null);
    private readonly TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the person does, once there is something to do.</summary>
    public Task Doing { get; private set; } = Task.CompletedTask;

    /// <summary>The last page that they see.</summary>
    public string Html => browser.Html;

    public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        Doing = DoAsync(
            async () =>
            {
                await browser.OpenAsync(signInPage);
                await GoThroughAsync();
            },
            cancellationToken);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<string>();
        await using var registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return await never.Task;
    }

    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken)
    {
        Doing = DoAsync(
            async () =>
            {
                await browser.OpenAsync(verificationUri);
                await browser.SubmitAsync(("user_code", userCode));
                if (declines)
                {
                    await browser.SubmitAsync(("abort", "yes"));
                    return;
                }

                await browser.SubmitAsync();
                await GoThroughAsync();
            },
            cancellationToken);
        return ValueTask.CompletedTask;
    }

    public void Dispose() => browser.Dispose();

    /// <summary>Waits for what the person's doings lead to; when they can't go on, that is the outcome.</summary>
    public async Task<T> LeadsToAsync<T>(Task<T> outcome)
    {
        await await Task.WhenAny(outcome, stuck.Task);
        return await outcome;
    }

    private async Task DoAsync(Func<Task> what, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(what, cancellationToken);
        }
        catch (Exception exception)
        {
            stuck.TrySetException(exception);
            throw;
        }
    }

    private async Task GoThroughAsync()
    {
        for (var steps = 0; steps < 4; steps++)
        {
            if (Html.Contains("name=\"login\"", StringComparison.Ordinal))
            {
                await browser.SubmitAsync(("login", "ada"), ("password", "any"));
            }
            else if (Html.Contains("value=\"consent\"", StringComparison.Ordinal))
            {
                await (declines ? browser.OpenAsync(new Uri(browser.Address + "/abort")) : browser.SubmitAsync());
            }
            else
            {
                return;
            }
        }
    }
}
