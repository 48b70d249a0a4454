using Syncline.Connections.Library;
using Syncline.Connections.Opening;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.Core.SignIn;
using Syncline.Workspace.Connecting;
using Syncline.Workspace.Projects;
using Syncline.Workspace.Settings;

namespace Syncline.Workspace;

/// <summary>
/// One user's Syncline: the connection library with its connectors, and the folders of plans and runs. The command line and the Studio stand
/// on it. Safe for concurrent use; making one is cheap.
/// </summary>
public sealed class SynclineWorkspace
{
    private readonly ConnectionOpener opener;

    /// <summary>The workspace in a home folder.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="environment">Environment variables.</param>
    public SynclineWorkspace(SynclineHome home, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(home);
        ArgumentNullException.ThrowIfNull(environment);
        Home = home;
        Environment = environment;
        Library = new ConnectionLibrary(home.Root);
        RecentProjects = new RecentProjects(home, TimeProvider.System);
        Settings = new SettingsFile(home);
        opener = new ConnectionOpener(Library, ConnectorList.All);
    }

    /// <summary>The user's folders.</summary>
    public SynclineHome Home { get; }

    /// <summary>Environment variables: parameters of project files come from them.</summary>
    public Func<string, string?> Environment { get; }

    /// <summary>Saved connections.</summary>
    public ConnectionLibrary Library { get; }

    /// <summary>Project files that were in use.</summary>
    public RecentProjects RecentProjects { get; }

    /// <summary>What the user chose for all projects.</summary>
    public SettingsFile Settings { get; }

    /// <summary>Absolute path of a plan to be made, in a folder that is there: as asked for, or a new one in the plans folder.</summary>
    internal string PlanPath(string? asked, string name)
    {
        var path = Path.GetFullPath(asked ?? Path.Combine(Home.Plans, $"{name}-{TimeProvider.System.GetLocalNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..4]}.plan"));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Finds a connector by name.</summary>
    /// <exception cref="ConfigurationException">There is none; the advice names the nearest.</exception>
    public IConnector FindConnector(string name) => opener.FindConnector(name);

    /// <summary>Connections that are used without being saved, until the process ends.</summary>
    public UnsavedConnections Unsaved { get; } = new();

    /// <summary>Opens a saved connection, or one that is used without being saved, wrapped in retry, tracing and its read-only mark.</summary>
    public ValueTask<IConnection> OpenAsync(string connection, CancellationToken cancellationToken) =>
        Unsaved.Find(connection) is { } unsaved && !Library.Contains(connection)
            ? unsaved.OpenAsync(cancellationToken)
            : opener.OpenAsync(connection, cancellationToken);

    /// <summary>Name of the connector of a saved connection, or of one that is used without being saved.</summary>
    /// <exception cref="ConfigurationException">There is no such connection, or its file can't be read.</exception>
    public async ValueTask<string> ConnectorOfAsync(string connection, CancellationToken cancellationToken) =>
        Unsaved.Find(connection) is { } unsaved && !Library.Contains(connection)
            ? unsaved.Settings.Connector
            : (await Library.FindAsync(connection, cancellationToken)).Connector;

    /// <summary>Begins a connection that is not saved, such as one still being entered. Nothing is checked or sent yet.</summary>
    public UnsavedConnection Begin(ConnectionSettings settings) => new(this, opener, settings);

    /// <summary>
    /// Begins a change of a saved connection that leads to the same system as before (other secrets, say): it goes on with the saved sign-in, and
    /// with the organisation that it belongs to, so that another one at the same address is noticed.
    /// </summary>
    public UnsavedConnection BeginAgain(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new UnsavedConnection(this, opener, settings, Library.StateOf(settings.Name));
    }

    /// <summary>
    /// The same settings with what follows from them, or what the system itself tells, filled in: with a Dynamics 365 site's address, where its users
    /// sign in. What the user gave stays. The settings need not be complete.
    /// </summary>
    /// <exception cref="ConfigurationException">What is given is too little, or wrong.</exception>
    /// <exception cref="ConnectionException">The system can't be reached, is of another kind, or does not tell.</exception>
    public ValueTask<ConnectionSettings> DiscoverAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        opener.DiscoverAsync(settings, cancellationToken);

    /// <summary>What follows from settings, complete or not, in the order to show it. Asks nobody.</summary>
    /// <exception cref="ConfigurationException">There is no such connector.</exception>
    public IReadOnlyList<SettingsFact> Explain(ConnectionSettings settings) => opener.Explain(settings);

    /// <summary>
    /// Saves a connection after its connector has checked the settings. Nothing is sent, unless settings that only the system can tell are missing:
    /// then it is asked for them (<see cref="DiscoverAsync"/>), once, here. Relative paths become absolute, so that the connection
    /// works from any folder.
    /// </summary>
    /// <returns>The settings as saved.</returns>
    /// <exception cref="ConfigurationException">An option is wrong, or the name is taken and <paramref name="replace"/> is false.</exception>
    /// <exception cref="ConnectionException">The system had to be asked for settings, and did not tell.</exception>
    public async ValueTask<ConnectionSettings> SaveAsync(ConnectionSettings settings, bool replace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var connector = opener.Check(settings);
        var paths = connector.Descriptor.Options.Where(option => option.IsPath && settings.Options.ContainsKey(option.Name));
        var options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal);
        foreach (var option in paths)
        {
            options[option.Name] = Path.GetFullPath(options[option.Name]);
        }

        var saved = await opener.CompleteAsync(settings with { Options = options }, cancellationToken);
        await using (await opener.OpenAsync(saved, cancellationToken))
        {
            await Library.SaveAsync(saved, replace, cancellationToken);
        }

        return saved;
    }

    /// <summary>Signs a person in to a saved connection, and keeps it signed in.</summary>
    public ValueTask<ConnectionIdentity> SignInAsync(string connection, ISignInPrompt prompt, CancellationToken cancellationToken) =>
        opener.SignInAsync(connection, prompt, cancellationToken);

    /// <summary>
    /// Tries a saved connection step by step; each step comes as soon as it is done. Reads only, and opens no browser: a sign-in that is
    /// missing is a failed step whose error says <see cref="Recovery.SignInAgain"/>.
    /// </summary>
    /// <exception cref="ConfigurationException">There is no such connection, or its file can't be read.</exception>
    public IAsyncEnumerable<ProbeStep> ProbeAsync(string connection, CancellationToken cancellationToken) => opener.ProbeAsync(connection, cancellationToken);

    /// <summary>Tries settings that are not saved, such as those of a form; a grant that needs a person fails at its sign-in.</summary>
    public IAsyncEnumerable<ProbeStep> ProbeAsync(ConnectionSettings settings, CancellationToken cancellationToken) => opener.ProbeAsync(settings, cancellationToken);

    /// <summary>The stages that <see cref="ProbeAsync(ConnectionSettings, CancellationToken)"/> goes through, in order.</summary>
    public IReadOnlyList<ProbeStage> ProbeStages(ConnectionSettings settings) => opener.ProbeStages(settings);

    /// <summary>
    /// Looks from the outside at the app registration that a saved connection signs in with (<c>app check</c>): nothing is signed in, and
    /// nothing is sent but requests without any credential.
    /// </summary>
    /// <exception cref="ConfigurationException">Its connector signs in without an app.</exception>
    public IAsyncEnumerable<ProbeStep> ProbeAppAsync(ConnectionSettings settings, CancellationToken cancellationToken) => opener.ProbeAppAsync(settings, cancellationToken);

    /// <summary>What <see cref="ProbeAppAsync"/> can't see, one sentence each.</summary>
    /// <exception cref="ConfigurationException">Its connector signs in without an app.</exception>
    public IReadOnlyList<string> NotVisibleFromOutside(ConnectionSettings settings) => opener.FindAppProbe(settings).NotVisibleFromOutside(settings);
}
