using Syncline.Connectors.Databases.Sqlite;
using Syncline.Connectors.Databases.Tests.Beds;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Databases.Tests.Writing;

public sealed class SqliteBadRowTests : BadRowTests
{
    private readonly SqliteFile file = new();

    protected override IConnector Connector { get; } = new SqliteConnector();

    protected override (string Duplicate, string Null, string Parent, string Check, string? TooLong) Codes => ("1555", "1299", "787", "275", null);

    protected override Task<ConnectionSettings> CreateAsync(string tables)
    {
        file.Execute(tables);
        return Task.FromResult(file.Settings());
    }

    protected override void End() => file.Dispose();
}
