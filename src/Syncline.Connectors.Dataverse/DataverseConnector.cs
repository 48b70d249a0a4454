using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Addresses;
using Syncline.Connectors.Dataverse.Discovery;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Probing;
using Syncline.Connectors.Dataverse.WebApi;
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
        var checkedSettings = DataverseSettings.From(settings);
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
            ? await SiteDiscovery.AskAsync(addresses, services.HttpHandler, cancellationToken)
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
        return settings.Get(DataverseOptions.GrantType) != GrantTypes.ClientCredentials;
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionIdentity> SignInAsync(
        ConnectionSettings settings, ConnectorServices services, ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(prompt);
        var checkedSettings = DataverseSettings.From(settings);
        var tokens = Tokens(checkedSettings, services);
        await tokens.SignInAsync(prompt, cancellationToken);
        await using var connection = Open(checkedSettings, services, tokens);
        try
        {
            return await connection.IdentifyAsync(cancellationToken);
        }
        catch (SignInException)
        {
            // The sign-in service was content, the site is not: such tokens would only fail again.
            await tokens.SignOutAsync(CancellationToken.None);
            throw;
        }
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
    public IReadOnlyList<ProbeStage> AppStages(ConnectionSettings settings) => Probing.AppStages.For(settings);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ProbeStep> ProbeAppAsync(
        ConnectionSettings settings, ConnectorServices services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        await using var reaching = new DataverseProbe(this, settings, services);
        var probe = new DataverseAppProbe(reaching, services);
        await foreach (var step in ProbeWalk.RunAsync(Probing.AppStages.For(settings), probe.LookAsync, services.TimeProvider, cancellationToken))
        {
            yield return step;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> NotVisibleFromOutside(ConnectionSettings settings) => DataverseAppProbe.NotVisible(settings);

    internal static TokenSource Tokens(DataverseSettings settings, ConnectorServices services) =>
        new(settings.OAuth, services.State, services.HttpHandler, services.TimeProvider);

    internal static DataverseConnection Open(DataverseSettings settings, ConnectorServices services, IAccessTokenSource tokens)
    {
        // The handler is on loan: neither this client nor the token handler around it disposes it. Time limits are its business too.
        var bearer = new BearerTokenHandler(tokens, settings.Addresses.Site, services.HttpHandler, settings.OAuth.ConnectionName);
        var http = new HttpClient(bearer, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        return new DataverseConnection(new WebApiTransport(new WebApiClient(http, settings.Addresses, tokens), settings.Writes), owned: http);
    }
}
