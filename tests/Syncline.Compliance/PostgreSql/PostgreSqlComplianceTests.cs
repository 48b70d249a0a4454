using Syncline.Compliance.Suite;
using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.PostgreSql;

public sealed class PostgreSqlComplianceTests : WritingCompliance, IClassFixture<PostgreSqlSample>
{
    private readonly PostgreSqlSample sample;

    public PostgreSqlComplianceTests(PostgreSqlSample sample)
    {
        this.sample = sample;
        Assert.SkipWhen(sample.Server.Missing is not null, sample.Server.Missing ?? "");
    }

    protected override IConnector Connector { get; } = new PostgreSqlConnector();

    protected override ConnectionSettings Settings => sample.Server.Settings(sample.Database);

    protected override string Table => "public.contacts";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("port", "70000");

    protected override WritableTable Target => new("public.target", "code", "name", "note", BadText: new string('x', 161));
}
