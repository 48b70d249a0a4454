using Syncline.Connectors.Databases.Connecting;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Databases.MySql;

/// <summary>Connects to a MySQL or MariaDB database.</summary>
public sealed class MySqlDatabaseConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "mysql",
        DisplayName = "MySQL, MariaDB",
        Summary = "Tables, views and queries of a MySQL or MariaDB database.",
        Group = "Databases",
        UsesHttp = false,
        Options = ServerOptions.Declarations(3306, "syncline"),
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IConnection>(new DatabaseConnection(new MySqlDatabase(ServerOptions.From(Descriptor, settings, services.BaseFolder))));
    }
}
