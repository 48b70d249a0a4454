using System.Runtime.CompilerServices;
using Syncline.Connections.Http;
using Syncline.Connections.Library;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.Core.SignIn;

namespace Syncline.Connections.Opening;

/// <summary>
/// Opens connections: finds the connector, checks the settings, lends the HTTP stack and the protected state, and wraps what was opened.
/// Safe for concurrent use.
/// </summary>
public sealed class ConnectionOpener(ConnectionLibrary library, IReadOnlyList<IConnector> connectors, ConnectionOpenerOptions? options = null)
{
    private static readonly TimeSpan ProbeAnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly ConnectionOpenerOptions options = options ?? new ConnectionOpenerOptions();

    /// <summary>Opens a saved connection. Disposing it also closes its HTTP stack.</summary>
    /// <exception cref="ConfigurationException">There is no such connection, or its settings are wrong.</exception>
    public async ValueTask<IConnection> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var settings = await library.FindAsync(name, cancellationToken);
        return await OpenAsync(settings, library.StateOf(settings.Name), cancellationToken);
    }

    /// <summary>Opens a connection that is not saved, such as one still being entered; what it signs in to is forgotten when it closes.</summary>
    /// <exception cref="ConfigurationException">The settings are wrong.</exception>
    public ValueTask<IConnection> OpenAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return OpenAsync(settings, new TransientState(), cancellationToken);
    }

    /// <summary>Signs a person in to a saved connection and keeps the tokens with it.</summary>
    /// <exception cref="ConfigurationException">There is no such connection, its settings are wrong, or it needs no sign-in.</exception>
    /// <exception cref="SignInException">The sign-in failed; nothing is kept.</exception>
    public async ValueTask<ConnectionIdentity> SignInAsync(string name, ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        var settings = await library.FindAsync(name, cancellationToken);
        if (NeedsDiscovery(Check(settings), settings))
        {
            settings = await DiscoverAsync(settings, cancellationToken);
            await library.SaveAsync(settings, replace: true, cancellationToken);
        }

        return await SignInAsync(settings, library.StateOf(settings.Name), prompt, cancellationToken);
    }

    /// <summary>Signs a person in to a connection that is not saved, such as one still being entered, and keeps the tokens in a state.</summary>
    /// <exception cref="ConfigurationException">The settings are wrong, or need no sign-in.</exception>
    /// <exception cref="SignInException">The sign-in failed; nothing is kept.</exception>
    public async ValueTask<ConnectionIdentity> SignInAsync(
        ConnectionSettings settings, IProtectedState state, ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        if (Check(settings) is not ISignInConnector connector)
        {
            throw new ConfigurationException(SettingsErrors.NoSignIn(settings));
        }

        settings = await CompleteAsync(settings, cancellationToken);
        using var http = CreateHttp(settings);
        return await connector.SignInAsync(ForConnector(settings), Services(http, state), prompt, cancellationToken);
    }

    /// <summary>
    /// The same settings with what follows from them, or what the system itself tells, filled in (<see cref="ISettingsDiscovery"/>). Settings may be
    /// incomplete, as in a form that is still being filled in; those of a connector that can't find out anything come back as they are.
    /// </summary>
    /// <exception cref="ConfigurationException">What is given is too little, or wrong.</exception>
    /// <exception cref="ConnectionException">The system can't be reached, is of another kind, or does not tell.</exception>
    public async ValueTask<ConnectionSettings> DiscoverAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (FindConnector(settings.Connector) is not ISettingsDiscovery connector)
        {
            return settings;
        }

        using var http = CreateHttp(settings);
        using var state = new TransientState();
        var found = await connector.DiscoverAsync(ForConnector(settings), Services(http, state), cancellationToken);
        var complete = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal);
        foreach (var (name, value) in found.Options)
        {
            complete[name] = value;
        }

        return settings with { Options = complete };
    }

    /// <summary>The settings, after <see cref="DiscoverAsync"/> where nothing could be opened without it.</summary>
    /// <exception cref="ConfigurationException">The connector or an option is wrong.</exception>
    /// <exception cref="ConnectionException">The system had to be asked, and did not tell.</exception>
    public async ValueTask<ConnectionSettings> CompleteAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        NeedsDiscovery(Check(settings), settings) ? await DiscoverAsync(settings, cancellationToken) : settings;

    /// <summary>What follows from settings, complete or not, without asking anybody; empty where the connector has nothing to say.</summary>
    /// <exception cref="ConfigurationException">There is no such connector.</exception>
    public IReadOnlyList<SettingsFact> Explain(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return FindConnector(settings.Connector) is ISettingsExplanation connector ? connector.Explain(ForConnector(settings)) : [];
    }

    /// <summary>Tries a saved connection step by step; the tokens of its sign-in are used, and renewed when it is time.</summary>
    /// <exception cref="ConfigurationException">There is no such connection, or its file can't be read.</exception>
    public async IAsyncEnumerable<ProbeStep> ProbeAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var settings = await library.FindAsync(name, cancellationToken);
        await foreach (var step in ProbeAsync(settings, library.StateOf(settings.Name), cancellationToken))
        {
            yield return step;
        }
    }

    /// <summary>Tries a connection that is not saved, such as one still being entered. Nobody has signed in to it yet.</summary>
    public async IAsyncEnumerable<ProbeStep> ProbeAsync(ConnectionSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var state = new TransientState();
        await foreach (var step in ProbeAsync(settings, state, cancellationToken))
        {
            yield return step;
        }
    }

    /// <summary>Looks from the outside at the app that a connection signs in with. Nothing is signed in.</summary>
    /// <exception cref="ConfigurationException">Its connector signs in without an app.</exception>
    public async IAsyncEnumerable<ProbeStep> ProbeAppAsync(ConnectionSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var app = FindAppProbe(settings);
        using var state = new TransientState();
        var steps = ConnectionWalk.RunAsync(
            settings, ConnectionWalk.AppStages(app, settings), () => (Check(settings), CreateHttp(settings, Impatient)),
            (_, http) => app.ProbeAppAsync(ForConnector(settings), Services(http, state), cancellationToken), options.Http.TimeProvider, cancellationToken);
        await foreach (var step in steps)
        {
            yield return step;
        }
    }

    /// <summary>The connector of settings, as one whose connections sign in with a registered app.</summary>
    /// <exception cref="ConfigurationException">It is none of these.</exception>
    public IAppProbe FindAppProbe(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return FindConnector(settings.Connector) as IAppProbe ?? throw new ConfigurationException(SettingsErrors.NoApp(settings));
    }

    /// <summary>The stages that a probe of these settings goes through, in order.</summary>
    public IReadOnlyList<ProbeStage> ProbeStages(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return ConnectionWalk.Stages(connectors.FirstOrDefault(connector => connector.Descriptor.Name == settings.Connector), settings);
    }

    /// <summary>The connector of this name.</summary>
    /// <exception cref="ConfigurationException">There is none; the advice names the nearest.</exception>
    public IConnector FindConnector(string name) =>
        connectors.FirstOrDefault(connector => connector.Descriptor.Name == name)
        ?? throw new ConfigurationException(SettingsErrors.UnknownConnector(name, connectors.Select(connector => connector.Descriptor.Name)));

    /// <summary>Checks settings against their connector's options, as done before saving and opening.</summary>
    /// <returns>The connector.</returns>
    /// <exception cref="ConfigurationException">The connector or an option is wrong; all mistakes are in the error.</exception>
    public IConnector Check(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var connector = FindConnector(settings.Connector);
        SettingsValidation.Require(connector.Descriptor, settings);
        return connector;
    }

    /// <summary>Opens a connection with a state that holds its tokens.</summary>
    /// <exception cref="ConfigurationException">The settings are wrong.</exception>
    public async ValueTask<IConnection> OpenAsync(ConnectionSettings settings, IProtectedState state, CancellationToken cancellationToken)
    {
        var connector = Check(settings);
        settings = await CompleteAsync(settings, cancellationToken);
        var http = CreateHttp(settings);
        var partners = new List<IConnection>();
        try
        {
            foreach (var name in settings.Get(CommonOptions.WriteAlsoWith)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            {
                partners.Add(await OpenPartnerAsync(settings, name, cancellationToken));
            }

            var opened = await connector.ConnectAsync(ForConnector(settings), Services(http, state), cancellationToken);
            opened = connector.Descriptor.UsesHttp ? opened : new RetryingConnection(opened, options.Http); // the HTTP stack retries by itself
            return new OpenedConnection(opened, http, isReadOnly: settings.Get(CommonOptions.ReadOnly) == "true", partners);
        }
        catch
        {
            foreach (var partner in partners)
            {
                await partner.DisposeAsync();
            }

            http.Dispose();
            throw;
        }
    }

    /// <summary>Opens a partner without partners of its own.</summary>
    private async ValueTask<IConnection> OpenPartnerAsync(ConnectionSettings settings, string name, CancellationToken cancellationToken)
    {
        var partner = await library.FindAsync(name, cancellationToken);
        if (partner.Name == settings.Name || partner.Connector != settings.Connector)
        {
            throw new ConfigurationException(SettingsErrors.NoPartner(settings, partner));
        }

        var alone = partner.Options.Where(option => option.Key != CommonOptions.WriteAlsoWith.Name);
        return await OpenAsync(
            partner with { Options = alone.ToDictionary(option => option.Key, option => option.Value, StringComparer.Ordinal) }, library.StateOf(partner.Name), cancellationToken);
    }

    private static bool NeedsDiscovery(IConnector connector, ConnectionSettings settings) =>
        connector is ISettingsDiscovery discovery && discovery.NeedsDiscovery(ForConnector(settings));

    /// <summary>Tries a connection step by step with a state that holds its tokens.</summary>
    public IAsyncEnumerable<ProbeStep> ProbeAsync(ConnectionSettings settings, IProtectedState state, CancellationToken cancellationToken) =>
        ConnectionWalk.RunAsync(
            settings, ProbeStages(settings), () => (Check(settings), CreateHttp(settings, Impatient)),
            (connector, http) => ConnectionWalk.ThroughAsync(connector, ForConnector(settings), Services(http, state), cancellationToken),
            options.Http.TimeProvider, cancellationToken);

    // Whoever looks wants to see what is so now: a test neither repeats nor waits long.
    private HttpPipelineOptions Impatient => options.Http with { Retries = 0, AnswerTimeout = ProbeAnswerTimeout };

    private HttpMessageHandler CreateHttp(ConnectionSettings settings) => CreateHttp(settings, options.Http);

    private HttpMessageHandler CreateHttp(ConnectionSettings settings, HttpPipelineOptions http)
    {
        var extraRoot = settings.Get(CommonOptions.ExtraRootCertificate);
        return HttpPipeline.Create(extraRoot is null ? http : http with { ExtraRootCertificate = Path.Combine(options.BaseFolder, extraRoot) });
    }

    private ConnectorServices Services(HttpMessageHandler http, IProtectedState state) => new()
    {
        TimeProvider = options.Http.TimeProvider,
        HttpHandler = http,
        State = state,
        BaseFolder = options.BaseFolder,
    };

    private static ConnectionSettings ForConnector(ConnectionSettings settings) => settings with
    {
        Options = settings.Options
            .Where(option => CommonOptions.Find(option.Key) is null)
            .ToDictionary(option => option.Key, option => option.Value, StringComparer.Ordinal),
    };
}
