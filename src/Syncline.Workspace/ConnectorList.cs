using Syncline.Connectors.Databases.MySql;
using Syncline.Connectors.Databases.PostgreSql;
using Syncline.Connectors.Databases.Sqlite;
using Syncline.Connectors.Dataverse;
using Syncline.Connectors.Files.Csv;
using Syncline.Core.Connectors;

namespace Syncline.Workspace;

/// <summary>Every connector. Adding one is a line here.</summary>
public static class ConnectorList
{
    /// <summary>The connectors, in the order that forms show them.</summary>
    public static IReadOnlyList<IConnector> All { get; } =
    [
        new DataverseConnector(),
        new CsvConnector(),
        new PostgreSqlConnector(),
        new MySqlDatabaseConnector(),
        new SqliteConnector(),
    ];
}
