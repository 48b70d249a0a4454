using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Core.Connectors;
using Syncline.DatabaseServers;

namespace Syncline.Connectors.Databases.Tests.Writing;

public sealed class PostgreSqlBadRowTests : BadRowTests
{
    private readonly PostgreSqlServer server;

    public PostgreSqlBadRowTests(PostgreSqlServer server)
    {
        Assert.SkipWhen(server.Missing is not null, server.Missing ?? "");
        this.server = server;
    }

    protected override IConnector Connector { get; } = new PostgreSqlConnector();

    protected override (string Duplicate, string Null, string Parent, string Check, string? TooLong) Codes => ("23505", "23502", "23503", "23514", "22001");

    protected override async Task<ConnectionSettings> CreateAsync(string tables) => server.Settings(await server.CreateAsync(tables));
}
