using Syncline.Compliance.Databases;
using Syncline.DatabaseServers;

namespace Syncline.Compliance.MariaDb;

/// <summary>A MariaDB with the sample tables.</summary>
public sealed class MariaDbSample : IAsyncLifetime
{
    public MariaDbServer Server { get; } = new();

    public string Database { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        if (Server.Missing is null)
        {
            Database = await Server.CreateAsync(SampleTables.Sql("integer", "decimal(19,4)", "timestamp(6) NULL", "datetime(6)", "uuid", "blob", "X'00FF'"));
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
