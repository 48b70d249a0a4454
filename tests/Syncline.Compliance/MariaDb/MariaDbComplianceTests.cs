using Syncline.Compliance.Suite;
using Syncline.Connectors.Databases.MySql;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.MariaDb;

public sealed class MariaDbComplianceTests : WritingCompliance, IClassFixture<MariaDbSample>
{
    private readonly MariaDbSample sample;

    public MariaDbComplianceTests(MariaDbSample sample)
    {
        this.sample = sample;
        Assert.SkipWhen(sample.Server.Missing is not null, sample.Server.Missing ?? "");
    }

    protected override IConnector Connector { get; } = new MySqlDatabaseConnector();

    protected override ConnectionSettings Settings => sample.Server.Settings(sample.Database);

    protected override string Table => "contacts";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("port", "70000");

    protected override WritableTable Target => new("target", "code", "name", "note", BadText: new string('x', 161));
}
