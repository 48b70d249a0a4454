using System.Globalization;
using Syncline.Connectors.Databases.Connecting;
using Syncline.Connectors.Databases.Errors;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;

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
        var options = ServerOptions.From(Descriptor, settings, services.BaseFolder);
        return HasCultures ? ValueTask.FromResult<IConnection>(new DatabaseConnection(new SqlServerDatabase(options))) : throw new ConnectionException(ConnectingErrors.NoCultures());
    }

    // As the library asks (https://learn.microsoft.com/sql/connect/ado-net/globalization-invariant-mode).
    internal static bool HasCultures => !CultureInfo.GetCultures(CultureTypes.SpecificCultures).All(culture => culture.Name.Length == 0);
}
