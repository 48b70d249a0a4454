using Syncline.Compliance.Suite;
using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.PostgreSql;

public sealed class PostgreSqlManyRowsTests : ManyRowsCompliance, IClassFixture<PostgreSqlSample>
{
    private readonly PostgreSqlSample sample;

    public PostgreSqlManyRowsTests(PostgreSqlSample sample)
    {
        this.sample = sample;
        Assert.SkipWhen(sample.Server.Missing is not null, sample.Server.Missing ?? "");
    }

    protected override IConnector Connector { get; } = new PostgreSqlConnector();

    protected override ConnectionSettings Settings => sample.Server.Settings(sample.Database);
}
