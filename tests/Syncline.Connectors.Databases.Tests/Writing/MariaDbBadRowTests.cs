using Syncline.Connectors.Databases.MySql;
using Syncline.Core.Connectors;
using Syncline.DatabaseServers;

namespace Syncline.Connectors.Databases.Tests.Writing;

public sealed class MariaDbBadRowTests : BadRowTests
{
    private readonly MariaDbServer server;

    public MariaDbBadRowTests(MariaDbServer server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        this.server = server;
    }

    protected override IConnector Connector { get; } = new MySqlDatabaseConnector();

    protected override (string Duplicate, string Null, string Parent, string Check, string? TooLong) Codes => ("1062", "1048", "1452", "4025", "1406");

    protected override async Task<ConnectionSettings> CreateAsync(string tables) => server.Settings(await server.CreateAsync(tables));
}
