using Syncline.Core.Connectors;

namespace Syncline.Core.SignIn;

/// <summary>A connector whose connections can need a person to sign in (<c>connection authorize</c>, the Studio's Authorize button).</summary>
public interface ISignInConnector : IConnector
{
    /// <summary>Whether a connection with these settings needs a person to sign in before its first use.</summary>
    bool NeedsPerson(ConnectionSettings settings);

    /// <summary>
    /// Signs a person in with these settings, keeps the tokens in <see cref="ConnectorServices.State"/>, and says who signed in to what.
    /// Settings whose grant needs no person (client credentials) are just tried.
    /// </summary>
    /// <exception cref="Errors.SignInException">Refused, cancelled, timed out; the listener is closed and nothing is kept.</exception>
    ValueTask<ConnectionIdentity> SignInAsync(
        ConnectionSettings settings, ConnectorServices services, ISignInPrompt prompt, CancellationToken cancellationToken);
}
