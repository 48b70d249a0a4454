using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Discovery;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Probing;
using Syncline.Connectors.Dataverse.SignIn;
using Syncline.Connectors.Dataverse.Transports;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Probing;
using Syncline.Core.SignIn;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse;

/// <summary>Microsoft Dynamics 365 and every other site on Microsoft Dataverse.</summary>
public sealed class DataverseConnector : ISignInConnector, ISettingsDiscovery, ISettingsExplanation, IConnectionProbe, IAppProbe
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "dynamics-365",
        DisplayName = "Microsoft Dynamics 365",
        Summary = "Tables of a Dynamics 365 site (Microsoft Dataverse), read and written with your own app registration.",
        Group = "Microsoft Dynamics",
        Options = DataverseOptions.All,
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        var checkedSettings = DataverseSettings.From(settings, services.BaseFolder);
        return ValueTask.FromResult<IConnection>(Open(checkedSettings, services, Tokens(checkedSettings, services)));
    }

    /// <inheritdoc/>
    public bool NeedsDiscovery(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var derived = DerivedSettings.From(settings);
        return derived.Addresses is not null && settings.Get(DataverseOptions.Tenant) is null
            && ((derived.TokenUrl is null && IsVisible(DataverseOptions.TokenUrl)) || (derived.AuthorizationUrl is null && IsVisible(DataverseOptions.AuthorizationUrl)));

        bool IsVisible(ConnectorOption option) => Descriptor.IsVisible(option, settings);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionSettings> DiscoverAsync(
        ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        var addresses = SiteAddresses.Parse(settings.Get(DataverseOptions.Url));
        var gaps = new[] { DataverseOptions.AuthorizationUrl, DataverseOptions.TokenUrl }
            .Where(option => settings.Get(option) is null && Descriptor.IsVisible(option, settings)).ToArray();
        if (gaps.Length == 0)
        {
            return settings;
        }

        var endpoints = settings.Get(DataverseOptions.Tenant) is not { } tenant
            ? await SiteDiscovery.AskAsync(addresses, settings.Get(DataverseOptions.Transport), services.HttpHandler, cancellationToken)
            : SignInEndpoints.Of(tenant, addresses.Site.Host) ?? throw new ConfigurationException(AddressErrors.NotATenant(tenant));
        var options = new Dictionary<string, string>(settings.Options, StringComparer.Ordinal);
        foreach (var option in gaps)
        {
            options[option.Name] = option == DataverseOptions.TokenUrl ? endpoints.TokenUrl : endpoints.AuthorizationUrl;
        }

        return settings with { Options = options };
    }

    /// <inheritdoc/>
    public IReadOnlyList<SettingsFact> Explain(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return [.. DerivedSettings.From(settings).Facts(Descriptor, settings)];
    }

    /// <inheritdoc/>
    public bool NeedsPerson(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var method = settings.Get(DataverseOptions.AuthenticationMethod);
        return method == AuthenticationMethods.TokenCommand
            || (AuthenticationMethods.WithApp.Contains(method, StringComparer.Ordinal) && settings.Get(DataverseOptions.GrantType) != GrantTypes.ClientCredentials);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionIdentity> SignInAsync(
        ConnectionSettings settings, ConnectorServices services, ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(prompt);
        using var checkedSettings = DataverseSettings.From(settings, services.BaseFolder);
        return await new SiteSignIn(checkedSettings, services, prompt).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProbeStage> ProbeStages(ConnectionSettings settings) => DataverseStages.All;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ProbeStep> ProbeAsync(
        ConnectionSettings settings, ConnectorServices services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        await using var probe = new DataverseProbe(this, settings, services);
        await foreach (var step in ProbeWalk.RunAsync(DataverseStages.All, probe.LookAsync, services.TimeProvider, cancellationToken))
        {
            yield return step;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProbeStage> AppStages(ConnectionSettings settings) => Probing.AppStages.For(Descriptor, settings);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ProbeStep> ProbeAppAsync(
        ConnectionSettings settings, ConnectorServices services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        await using var reaching = new DataverseProbe(this, settings, services);
        var probe = new DataverseAppProbe(reaching, services);
        await foreach (var step in ProbeWalk.RunAsync(Probing.AppStages.For(Descriptor, settings), probe.LookAsync, services.TimeProvider, cancellationToken))
        {
            yield return step;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> NotVisibleFromOutside(ConnectionSettings settings) => DataverseAppProbe.NotVisible(settings);

    internal static TokenSource Tokens(DataverseSettings settings, ConnectorServices services) => settings.SignIn.Open(services);

    /// <summary>A connection that speaks only to the organisation that it belongs to. It owns the settings from here on.</summary>
    internal static DataverseConnection Open(DataverseSettings settings, ConnectorServices services, IAccessTokenSource tokens)
    {
        // The handler is on loan: neither these clients nor the token handlers around it dispose it. Time limits are its business too.
        var asking = Client(tokens);
        var identity = SiteServices.Identity(settings, asking, tokens);
        var guard = new OrganizationGuard(tokens, identity, new OrganizationPin(services.State, settings.Addresses.Origin), settings.SignIn.ConnectionName);
        var http = Client(guard);
        return new DataverseConnection(
            SiteServices.Transport(settings, identity, http, guard), new OwnedParts(http, asking, guard, settings), settings.Ranges, settings.LookupKeys);

        HttpClient Client(IAccessTokenSource source) => new(
            new BearerTokenHandler(source, settings.Addresses.Site, services.HttpHandler, settings.SignIn.ConnectionName), disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }
}
