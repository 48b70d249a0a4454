using System.Threading.Channels;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Tests.Fakes;

namespace Syncline.OAuth.Tests.RemoteSignIn;

/// <summary>A terminal without a browser: shows the request, takes what is pasted, and collects what was refused.</summary>
internal sealed class WaitingPrompt : ISignInPrompt
{
    private readonly TaskCompletionSource<string> request = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SignInPage> page = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<string> pasted = Channel.CreateUnbounded<string>();
    private readonly Channel<ErrorDetail> refused = Channel.CreateUnbounded<ErrorDetail>();

    /// <summary>What the other machine is to be given.</summary>
    public Task<string> Request => request.Task.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>The page and redirect of this machine.</summary>
    public Task<SignInPage> Page => page.Task.WaitAsync(TestContext.Current.CancellationToken);

    /// <summary>Pastes a text.</summary>
    public void Paste(string text) => pasted.Writer.TryWrite(text).ShouldBeTrue();

    /// <summary>Pastes a text that is of no use, and says why it was refused.</summary>
    public async Task<ErrorDetail> PasteWronglyAsync(string text)
    {
        Paste(text);
        var why = await refused.Reader.ReadAsync(TestContext.Current.CancellationToken);
        if (text.Length > 40)
        {
            $"{why.Message} {why.Advice}".ShouldNotContain(text[^40..], Case.Sensitive, "what was pasted may hold a code");
        }

        return why;
    }

    public ValueTask OfferAnotherMachineAsync(string request, CancellationToken cancellationToken)
    {
        this.request.SetResult(request);
        return ValueTask.CompletedTask;
    }

    public ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken)
    {
        page.SetResult(new SignInPage(signInPage, redirectUri));
        return ValueTask.CompletedTask;
    }

    public ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken) => pasted.Reader.ReadAsync(cancellationToken);

    public async ValueTask RefusePastedAsync(ErrorDetail why, CancellationToken cancellationToken) => await refused.Writer.WriteAsync(why, cancellationToken);

    public ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken) => default;
}
