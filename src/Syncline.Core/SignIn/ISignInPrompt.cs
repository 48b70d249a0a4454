namespace Syncline.Core.SignIn;

/// <summary>How a sign-in reaches the person: a terminal, the Studio, or the demo's built-in user agent.</summary>
public interface ISignInPrompt
{
    /// <summary>
    /// Shows or opens the sign-in page. Returns at once: the answer arrives at the loopback listener, not here.
    /// </summary>
    /// <param name="signInPage">Address to open in a browser. Holds no secret; it is good for one sign-in.</param>
    /// <param name="redirectUri">Where the browser will be sent back to.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    ValueTask OpenAsync(Uri signInPage, Uri redirectUri, CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the person to paste the address that the browser was sent back to (a machine without a browser). Never completes where
    /// that is not offered; it is cancelled as soon as the loopback listener got the answer.
    /// </summary>
    ValueTask<string> ReadRedirectedAddressAsync(CancellationToken cancellationToken);

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
