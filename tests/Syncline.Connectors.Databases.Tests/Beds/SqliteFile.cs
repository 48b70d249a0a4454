using Microsoft.Data.Sqlite;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Databases.Tests.Beds;

/// <summary>An SQLite file of a test's own.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-sqlite-").FullName;

    public string Path => System.IO.Path.Combine(folder, "test.db");

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public ConnectionSettings Settings(params (string Name, string Value)[] more) => new()
    {
        Name = "file",
        Connector = "sqlite",
        Options = more.Prepend(("path", Path)).ToDictionary(option => option.Item1, option => option.Item2, StringComparer.Ordinal),
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
