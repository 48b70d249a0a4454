using Microsoft.Data.SqlClient;
using Syncline.Compliance.Databases;
using Syncline.Compliance.Suite;
using Syncline.Connectors.Databases.SqlServer;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.SqlServer;

/// <summary>Needs a live server: <c>SYNCLINE_SQLSERVER</c> holds a connection string to a database in which tables may be made and dropped.</summary>
public sealed class SqlServerComplianceTests : WritingCompliance
{
    private static readonly SqlConnectionStringBuilder? Live =
        Environment.GetEnvironmentVariable("SYNCLINE_SQLSERVER") is { Length: > 0 } given ? new SqlConnectionStringBuilder(given) : null;

    private static readonly Lazy<bool> Made = new(Make);

    public SqlServerComplianceTests()
    {
        Assert.SkipWhen(Live is null, "No SQL Server is named. Set SYNCLINE_SQLSERVER to a connection string to run the whole suite against one.");
        Made.Value.ShouldBeTrue();
    }

    protected override IConnector Connector { get; } = new SqlServerConnector();

    protected override ConnectionSettings Settings => new()
    {
        Name = "sqlserver",
        Connector = "sql-server",
        Options = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = Live!.DataSource.Split(',')[0],
            ["port"] = Live.DataSource.Split(',').ElementAtOrDefault(1) ?? "1433",
            ["database"] = Live.InitialCatalog,
            ["user"] = Live.UserID,
            ["tls"] = Live.TrustServerCertificate ? "encrypt" : "verify",
        },
        Secrets = new Dictionary<string, Secret>(StringComparer.Ordinal) { ["password"] = new(Live.Password) },
    };

    protected override string Table => "dbo.contacts";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("port", "70000");

    protected override WritableTable Target => new("dbo.target", "code", "name", "note", BadText: new string('x', 161));

    private static bool Make()
    {
        using var connection = new SqlConnection(Live!.ConnectionString);
        connection.Open();
        foreach (var statement in SampleTables.SqlServer().Prepend("DROP VIEW IF EXISTS adults").Prepend("DROP TABLE IF EXISTS contacts, target, empty"))
        {
            using var command = new SqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }

        return true;
    }
}
