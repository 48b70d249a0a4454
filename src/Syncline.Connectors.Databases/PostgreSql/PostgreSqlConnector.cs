using Syncline.Connectors.Databases.Connecting;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>Connects to a PostgreSQL database, or one that speaks its protocol.</summary>
public sealed class PostgreSqlConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "postgresql",
        DisplayName = "PostgreSQL",
        Summary = "Tables, views and queries of a PostgreSQL database.",
        Group = "Databases",
        UsesHttp = false,
        Options = ServerOptions.Declarations(5432, "syncline"),
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IConnection>(new DatabaseConnection(new PostgreSqlDatabase(ServerOptions.From(Descriptor, settings, services.BaseFolder))));
    }
}
