using Syncline.Connectors.Dataverse.WebApi;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.Dataverse;

/// <summary>Microsoft Dynamics 365 and every other site on Microsoft Dataverse.</summary>
public sealed class DataverseConnector : ISignInConnector
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

    private static TokenSource Tokens(DataverseSettings settings, ConnectorServices services) =>
        new(settings.OAuth, services.State, services.HttpHandler, services.TimeProvider);

    private static DataverseConnection Open(DataverseSettings settings, ConnectorServices services, IAccessTokenSource tokens)
    {
        // The handler is on loan: neither this client nor the token handler around it disposes it. Time limits are its business too.
        var bearer = new BearerTokenHandler(tokens, settings.Addresses.Site, services.HttpHandler, settings.OAuth.ConnectionName);
        var http = new HttpClient(bearer, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        return new DataverseConnection(new WebApiTransport(new WebApiClient(http, settings.Addresses, tokens), settings.Writes), owned: http);
    }
}
