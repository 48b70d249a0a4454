using Microsoft.Data.Sqlite;
using Syncline.Compliance.Suite;
using Syncline.Connectors.Databases.Sqlite;
using Syncline.Core.Connectors;

namespace Syncline.Compliance.Sqlite;

public sealed class SqliteManyRowsTests : ManyRowsCompliance, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-compliance-").FullName;

    public SqliteManyRowsTests()
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE many (id INTEGER NOT NULL PRIMARY KEY, note TEXT)";
        command.ExecuteNonQuery();
    }

    protected override IConnector Connector { get; } = new SqliteConnector();

    protected override ConnectionSettings Settings => new()
    {
        Name = "file",
        Connector = "sqlite",
        Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = File },
    };

    private string File => Path.Combine(folder, "many.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
