using System.Security.Cryptography;
using System.Text;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Loopback;

namespace Syncline.OAuth.RemoteSignIn;

/// <summary>
/// The machine with the browser, in a sign-in that waits elsewhere: it opens the page, takes the answer on its own loopback address
/// (RFC 8252 section 7.3), and hands it on, readable only by the waiting side. It sees a code, which is worth nothing without the verifier
/// there; tokens, verifier and the client's credential never come here.
/// </summary>
/// <param name="timeProvider">Clock of the time allowed.</param>
public sealed class AnotherMachine(TimeProvider timeProvider)
{
    // Clocks of two machines differ; whether the sign-in still waits only the other one knows for certain.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(10);

    /// <summary>Reads a request, to show what it asks for before it is followed.</summary>
    /// <exception cref="SignInException">It is not a request (OA1604), or its time is over (OA1605).</exception>
    public RemoteSignInRequest Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        var start = word.IndexOf(RemoteRequest.Prefix, StringComparison.Ordinal);
        var request = RemoteRequest.Parse(start < 0 ? word : word[start..]) ?? throw RemoteSignInErrors.NotARequest(word);
        return timeProvider.GetUtcNow() > request.ExpiresAt + ClockDifference
            ? throw RemoteSignInErrors.Expired(request)
            : new RemoteSignInRequest(word[start..], request);
    }

    /// <summary>Sends the person to the page and waits for the one answer.</summary>
    /// <returns>The line to be pasted where the sign-in waits.</returns>
    /// <exception cref="SignInException">The answer was not this sign-in's, or nobody signed in in time.</exception>
    /// <exception cref="ConfigurationException">The redirect's port is taken on this machine.</exception>
    public async Task<RemoteSignInResult> AuthorizeAsync(RemoteSignInRequest request, ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(prompt);
        var asked = request.Request;
        await using var listener = LoopbackListener.Start(asked.Redirect, timeProvider);
        using var time = new CancellationTokenSource(asked.ExpiresAt + ClockDifference - timeProvider.GetUtcNow(), timeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            await prompt.OpenAsync(asked.PageFor(listener.RedirectUri), new Uri(listener.RedirectUri), limit.Token);
            var exchange = await listener.ReceiveAsync(limit.Token);
            return await HandOverAsync(request, exchange, listener.Port, cancellationToken);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw RemoteSignInErrors.Expired(asked);
        }
    }

    private static async Task<RemoteSignInResult> HandOverAsync(
        RemoteSignInRequest request, LoopbackExchange exchange, int port, CancellationToken cancellationToken)
    {
        var state = exchange.Parameters.FirstOrDefault(pair => pair.Key == "state").Value ?? string.Empty;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(request.Request.Parameter("state")!)))
        {
            var foreign = RemoteSignInErrors.ForeignAnswer();
            await exchange.RespondAsync(ResultPage.Failed(foreign.Error.Message, foreign.Error.Advice, foreign.Error.Id), cancellationToken);
            throw foreign;
        }

        var isRefusal = exchange.Parameters.Any(pair => pair.Key == "error");
        var line = new RemoteAnswer(exchange.Parameters, port).Seal(request.Text);
        await exchange.RespondAsync(isRefusal ? ResultPage.RefusalHandedOver() : ResultPage.HandedOver(request.System), cancellationToken);
        return new RemoteSignInResult(line, isRefusal);
    }
}
