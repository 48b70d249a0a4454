using Syncline.Compliance.Databases;
using Syncline.DatabaseServers;

namespace Syncline.Compliance.PostgreSql;

/// <summary>A PostgreSQL with the sample tables.</summary>
public sealed class PostgreSqlSample : IAsyncLifetime
{
    public PostgreSqlServer Server { get; } = new();

    public string Database { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        if (Server.Missing is null)
        {
            Database = await Server.CreateAsync(SampleTables.Sql("integer", "numeric(19,4)", "timestamptz", "timestamp", "uuid", "bytea", "'\\x00ff'"));
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
