using Syncline.Connectors.OData.Protocol;
using Syncline.Core.Connectors;
using Syncline.Core.SignIn;
using Syncline.OAuth.Settings;
using Syncline.OAuth.Tokens;

namespace Syncline.Connectors.OData;

/// <summary>Connects to any OData version 4 service (OASIS, OData Version 4.01): its entity sets are tables.</summary>
public sealed class ODataConnector : ISignInConnector
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "odata",
        DisplayName = "OData service",
        Summary = "Any OData version 4 service; its entity sets are tables.",
        Group = "Web",
        Options = ODataOptions.Declarations,
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IConnection>(Open(ODataOptions.From(settings), services));
    }

    /// <inheritdoc/>
    public bool NeedsPerson(ConnectionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return ODataOptions.NeedsPerson(settings);
    }

    /// <inheritdoc/>
    public async ValueTask<ConnectionIdentity> SignInAsync(ConnectionSettings settings, ConnectorServices services, ISignInPrompt prompt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(prompt);
        var options = ODataOptions.From(settings);
        string? user = null;
        if (options.Client is { } client)
        {
            user = await new TokenSource(client, services.State, services.HttpHandler, services.TimeProvider).SignInAsync(prompt, cancellationToken) is { } person ? person.UserName ?? person.Name : null;
        }

        await using var connection = Open(options, services);
        var identity = await connection.IdentifyAsync(cancellationToken);
        return identity with { User = user ?? identity.User };
    }

    private static ODataConnection Open(ODataOptions options, ConnectorServices services) => new(options, new ODataClient(options, services));
}
