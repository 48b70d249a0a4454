using Syncline.Connections.Opening;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.Core.SignIn;

namespace Syncline.Workspace.Connecting;

/// <summary>
/// A connection that is not in the library: one that is still being entered, or that is used once. Its settings and tokens are in memory only.
/// Safe for concurrent use.
/// </summary>
public sealed class UnsavedConnection : IDisposable
{
    private readonly SynclineWorkspace workspace;
    private readonly ConnectionOpener opener;
    private readonly TransientState? ownState;
    private readonly IProtectedState state;

    internal UnsavedConnection(SynclineWorkspace workspace, ConnectionOpener opener, ConnectionSettings settings, IProtectedState? savedState = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        this.workspace = workspace;
        this.opener = opener;
        ownState = savedState is null ? new TransientState() : null;
        state = savedState ?? ownState!;
        Settings = settings;
    }

    /// <summary>The settings; the name is only for messages.</summary>
    public ConnectionSettings Settings { get; }

    /// <summary>Signs a person in and keeps the tokens: in memory, or with the saved connection that this is a change of.</summary>
    /// <exception cref="ConfigurationException">The settings are wrong, or need no sign-in.</exception>
    /// <exception cref="SignInException">The sign-in failed; nothing is kept.</exception>
    public ValueTask<ConnectionIdentity> SignInAsync(ISignInPrompt prompt, CancellationToken cancellationToken) =>
        opener.SignInAsync(Settings, state, prompt, cancellationToken);

    /// <summary>Opens the connection.</summary>
    /// <exception cref="ConfigurationException">The settings are wrong.</exception>
    public ValueTask<IConnection> OpenAsync(CancellationToken cancellationToken) => opener.OpenAsync(Settings, state, cancellationToken);

    /// <summary>Tries the connection step by step; see <see cref="SynclineWorkspace.ProbeAsync(string, CancellationToken)"/>.</summary>
    public IAsyncEnumerable<ProbeStep> ProbeAsync(CancellationToken cancellationToken) => opener.ProbeAsync(Settings, state, cancellationToken);

    /// <summary>Saves the connection with its sign-in to the library.</summary>
    /// <param name="name">Name to save it by.</param>
    /// <param name="replace">Whether one of that name is replaced; else that is an error.</param>
    /// <param name="cancellationToken">Cancels before anything is saved.</param>
    /// <returns>The settings as saved.</returns>
    /// <exception cref="ConfigurationException">An option is wrong, or the name is not allowed or taken.</exception>
    public async ValueTask<ConnectionSettings> SaveAsync(string name, bool replace, CancellationToken cancellationToken)
    {
        var saved = await workspace.SaveAsync(Settings with { Name = name }, replace, cancellationToken);
        if (ownState is not null)
        {
            await ownState.CopyToAsync(workspace.Library.StateOf(saved.Name), CancellationToken.None);
        }

        return saved;
    }

    /// <summary>Forgets the tokens that are in memory.</summary>
    public void Dispose() => ownState?.Dispose();
}
