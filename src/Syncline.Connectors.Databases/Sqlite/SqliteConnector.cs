using Syncline.Core.Connectors;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>Connects to an SQLite database file.</summary>
public sealed class SqliteConnector : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; } = new()
    {
        Name = "sqlite",
        DisplayName = "SQLite",
        Summary = "Tables and views of an SQLite database file.",
        Group = "Databases",
        UsesHttp = false,
        Options = SqliteOptions.Declarations,
    };

    /// <inheritdoc/>
    public ValueTask<IConnection> ConnectAsync(ConnectionSettings settings, ConnectorServices services, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(services);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IConnection>(new DatabaseConnection(new SqliteDatabase(SqliteOptions.From(settings, services.BaseFolder))));
    }
}
