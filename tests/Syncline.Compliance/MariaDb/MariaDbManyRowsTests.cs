using Syncline.Compliance.Suite;
using Syncline.Connectors.Databases.MySql;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.MariaDb;

public sealed class MariaDbManyRowsTests : ManyRowsCompliance, IClassFixture<MariaDbSample>
{
    private readonly MariaDbSample sample;

    public MariaDbManyRowsTests(MariaDbSample sample)
    {
        this.sample = sample;
        Assert.SkipWhen(sample.Server.Missing is not null, sample.Server.Missing ?? "");
    }

    protected override IConnector Connector { get; } = new MySqlDatabaseConnector();

    protected override ConnectionSettings Settings => sample.Server.Settings(sample.Database);
}
