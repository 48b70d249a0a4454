using Syncline.Core.Errors;

namespace Syncline.Core.SignIn;

/// <summary>How a sign-in reaches the person: a terminal, the Studio, or the demo's built-in user agent.</summary>
public interface ISignInPrompt
{
    /// <summary>How long the person has, from one second to one hour; null for as long as is usual. A device code may end sooner.</summary>
    TimeSpan? TimeAllowed => null;

    /// <summary>
    /// Comes before <see cref="OpenAsync"/> with a request by which the sign-in can be done on another machine: <c>syncline authorize REQUEST</c>
    /// prints a line there that <see cref="ReadRedirectedAddressAsync"/> takes. Holds no secret. Where nothing can be pasted it is not shown.
    /// </summary>
    ValueTask OfferAnotherMachineAsync(string request, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// Shows or opens the sign-in page. Returns at once: the answer arrives at the loopback listener, not here.
    /// </summary>
    /// <param name="signInPage">Address to open in a browser. Holds no secret; it is good for one sign-in.</param>
    /// <param name="redirectUri">Where the browser will be sent back to.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the person to paste the address that the browser was sent back to, or the line of another machine (a machine without a
    /// browser). Never completes where that is not offered; it is cancelled as soon as the loopback listener got the answer. Called again after
    /// <see cref="RefusePastedAsync"/>.
    /// </summary>
    ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken);

    /// <summary>Tells the person why what was pasted is of no use; the sign-in goes on waiting. Where nobody can be told, it ends.</summary>
    ValueTask RefusePastedAsync(ErrorDetail why, CancellationToken cancellationToken) => ValueTask.FromException(new SignInException(why));

    /// <summary>Shows the code of the device flow (RFC 8628 section 3.3) and where to type it.</summary>
    ValueTask ShowDeviceCodeAsync(string userCode, Uri verificationUri, TimeSpan expiresIn, CancellationToken cancellationToken);

    /// <summary>
    /// Asks whether the connection shall from now on belong to another system than the one that it was made for, which now answers at the same
    /// address. Where nobody can be asked the answer is no.
    /// </summary>
    /// <param name="change">What changed, naming both systems.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    ValueTask<bool> AcceptOtherSystemAsync(Errors.ErrorDetail change, CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
