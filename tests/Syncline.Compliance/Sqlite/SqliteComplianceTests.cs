using Microsoft.Data.Sqlite;
using Syncline.Compliance.Databases;
using Syncline.Compliance.Suite;
using Syncline.Connectors.Databases.Sqlite;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Sqlite;

public sealed class SqliteComplianceTests : WritingCompliance, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-compliance-").FullName;

    public SqliteComplianceTests()
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = SampleTables.Sql("INTEGER", "DECIMAL_TEXT(19,4)", "TIMESTAMPTZ", "DATETIME", "UUID", "BLOB", "X'00FF'");
        command.ExecuteNonQuery();
    }

    protected override IConnector Connector { get; } = new SqliteConnector();

    protected override ConnectionSettings Settings => new()
    {
        Name = "file",
        Connector = "sqlite",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = File },
    };

    protected override string Table => "contacts";

    protected override string KeyColumn => "id";

    protected override (string Option, string Value) WrongOption => ("path", "*.db");

    protected override WritableTable Target => new("target", "code", "name", "note", BadText: new string('x', 161));

    private string File => Path.Combine(folder, "crm.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    protected override async ValueTask RequireNothingOpenAsync(IConnection connection)
    {
        await using var alone = new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        alone.Length.ShouldBeGreaterThan(0);
    }
}
