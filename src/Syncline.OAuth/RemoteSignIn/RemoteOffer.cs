using System.Security.Cryptography;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.AuthorizationCode;
using Syncline.OAuth.Settings;

namespace Syncline.OAuth.RemoteSignIn;

/// <summary>
/// The waiting side: a request for another machine with a one-time key that lives as long as this sign-in waits, and the reading of
/// whatever a person pastes as its answer. Not safe for concurrent use.
/// </summary>
internal sealed class RemoteOffer : IDisposable
{
    private readonly ECDiffieHellman key = Hpke.NewKey();
    private readonly OAuthClient client;
    private readonly AuthorizationAttempt attempt;
    private readonly string redirectUri;

    /// <summary>An offer for one sign-in.</summary>
    /// <param name="client">The client.</param>
    /// <param name="attempt">The sign-in.</param>
    /// <param name="redirectUri">Redirect of the listener on this machine.</param>
    /// <param name="expiresAt">When the waiting ends.</param>
    public RemoteOffer(OAuthClient client, AuthorizationAttempt attempt, string redirectUri, DateTimeOffset expiresAt)
    {
        this.client = client;
        this.attempt = attempt;
        this.redirectUri = redirectUri;
        Request = new RemoteRequest(attempt.SignInPage, client.Redirect!, client.SystemName, client.ConnectionName, expiresAt, Hpke.PublicKey(key)).ToText();
    }

    /// <summary>What <c>syncline authorize</c> takes on the other machine.</summary>
    public string Request { get; }

    /// <summary>
    /// Waits until a person pastes an answer to this sign-in: the redirected address, or the line of another machine. Anything else is
    /// refused with its reason, and the waiting goes on.
    /// </summary>
    /// <returns>The answer's parameters, and the redirect that the code was given for.</returns>
    public async Task<(IReadOnlyList<KeyValuePair<string, string>> Parameters, string RedirectUri)> ReadPastedAsync(
        ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        while (true)
        {
            var text = await prompt.ReadRedirectedAddressAsync(cancellationToken);
            try
            {
                return Understand(text);
            }
            catch (SignInException exception)
            {
                await prompt.RefusePastedAsync(exception.Error, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private (IReadOnlyList<KeyValuePair<string, string>> Parameters, string RedirectUri) Understand(string pasted)
    {
        // Terminals and mail programs break long lines and add quotes; none of that belongs to a line or an address.
        var text = string.Concat(pasted.Where(c => !char.IsWhiteSpace(c))).Trim('"', '\'', '<', '>');
        if (text.Contains(RemoteRequest.Prefix, StringComparison.Ordinal))
        {
            throw RemoteSignInErrors.RequestPasted();
        }

        var (parameters, redirect) = text.StartsWith(RemoteAnswer.Prefix, StringComparison.Ordinal)
            ? Open(text)
            : (PastedAddress.Read(text, redirectUri), redirectUri);
        attempt.RequireState(parameters);
        return (parameters, redirect);
    }

    private (IReadOnlyList<KeyValuePair<string, string>> Parameters, string RedirectUri) Open(string line)
    {
        if (!RemoteAnswer.IsFor(line, Request))
        {
            throw RemoteSignInErrors.OtherSignIn();
        }

        try
        {
            var answer = RemoteAnswer.Open(line, Request, key);
            var redirect = client.Redirect!;
            return redirect.Port == 0 || redirect.Port == answer.RedirectPort
                ? (answer.Parameters, redirect.WithPort(answer.RedirectPort))
                : throw RemoteSignInErrors.Altered();
        }
        catch (CryptographicException)
        {
            throw RemoteSignInErrors.Altered();
        }
    }
}
