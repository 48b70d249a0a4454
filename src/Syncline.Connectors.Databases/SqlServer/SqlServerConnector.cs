using Syncline.Connectors.Databases.Connecting;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Databases.SqlServer;

/// <summary>Connects to a SQL Server or Azure SQL database.</summary>
public sealed class SqlServerConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "sql-server",
        DisplayName = "SQL Server",
        Summary = "Tables, views and queries of a SQL Server or Azure SQL database.",
        Group = "Databases",
        UsesHttp = false,
        Options = [.. ServerOptions.Declarations(1433, "syncline").Where(option => option.Name != "certificate-authority")], // the library trusts the system's alone
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IConnection>(new DatabaseConnection(new SqlServerDatabase(ServerOptions.From(Descriptor, settings, services.BaseFolder))));
    }
}
