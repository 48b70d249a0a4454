using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Syncline.Connectors.Databases.Connecting;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.SqlServer;

/// <summary>
/// SQL Server through Microsoft.Data.SqlClient. A row's version is its <c>rowversion</c> column where the table has one, else a hash of its
/// values, computed on the server.
/// </summary>
internal sealed class SqlServerDatabase(ServerOptions options) : ServerDatabase(options, SqlClientFactory.Instance.CreateDataSource(ConnectionString(options)))
{
    public override string Product => "SQL Server";

    public override SqlQuoting Quoting => SqlQuoting.SqlServer;

    public override ConnectionCapabilities Capabilities { get; } = new()
    {
        FilterLanguages = [DatabaseConnection.FilterLanguage],
        RowVersions = true,
        ReadByKeys = true,
        KeysIgnoreCase = true, // as the usual collations do
        MaxWritesInFlight = 8,
        MaxWriteBatch = 5000,
    };

    public override bool Prepares => false; // statements with parameters are cached by the server as they are

    public override bool NullsAreEqualInKeys => true;

    // There is no transaction that can't write; that of a read is never committed, so nothing that a query does stays.
    protected override string Scheme => "sql-server";

    protected override string IdentitySql => "SELECT CAST(SUSER_SNAME() AS nvarchar(128)), CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128))";

    public override ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken) => SqlServerCatalog.ListAsync(connection, cancellationToken);

    public override ValueTask<DatabaseTable?> FindAsync(DbConnection connection, string name, CancellationToken cancellationToken) =>
        new SqlServerCatalog(this, (SqlConnection)connection).FindAsync(name, cancellationToken);

    public override DatabaseColumn QueryColumn(DbColumn column) =>
        SqlServerTypes.Column(column.ColumnName, column.DataTypeName ?? "", column.ColumnSize, column.NumericPrecision, column.NumericScale);

    public override string VersionSql(IReadOnlyList<DatabaseColumn> columns) => columns.FirstOrDefault(column => column.NativeType == "timestamp") is { } version
        ? $"CONVERT(varchar(18), CAST(t.{Quote(version.Name)} AS varbinary(8)), 1)"
        : $"CONVERT(varchar(66), HASHBYTES('SHA2_256', (SELECT {string.Join(", ", columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"{ReadSql(column)} AS c{i}")))} FOR JSON PATH, INCLUDE_NULL_VALUES)), 1)";

    public override DatabaseFault? Classify(Exception exception) => SqlServerFaults.Of(exception);

    public override string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    public override string QuoteTable(string table) => string.Join('.', table.Split('.', 2).Select(Quote));

    public override string Mark(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    public override DbParameter Parameter(int index, DatabaseColumn column, object? value) => SqlServerTypes.Parameter(Mark(index), column, value);

    public override string ReadSql(DatabaseColumn column) => column.NativeType switch
    {
        "xml" or "sql_variant" => $"CAST(t.{Quote(column.Name)} AS nvarchar(max))",
        _ when column.TravelsAsText => $"t.{Quote(column.Name)}.ToString()",
        _ => base.ReadSql(column),
    };

    public override CellReader ReaderOf(DatabaseColumn column) => SqlServerTypes.ReaderOf(column);

    public override string Select(string columns, string from, string? condition, long? most) =>
        $"SELECT {(most is null ? "" : string.Create(CultureInfo.InvariantCulture, $"TOP ({most}) "))}{columns} FROM {from}{(condition is null ? "" : $" WHERE {condition}")}";

    public override string Update(string table, string sets) => $"UPDATE t SET {sets} FROM {table} AS t";

    public override string DeleteFrom(string table) => $"DELETE t FROM {table} AS t";

    public override string TypeFor(ColumnType type, bool isKey) => SqlServerTypes.TypeFor(type, isKey);

    public override string AddColumn => "ADD";

    public override IRowSender Sender(WriteOrder order) => order.Kind == WriteKind.Insert && !order.AsksId && order.Values.Count > 0 && order.Table.IsTable
        ? new SqlServerBulkSender(order)
        : new RowByRowSender(this, order, SqlServerStatements.Of(this, order));

    public override async ValueTask DisposeAsync()
    {
        // The library's source is a name for its pool, which would stay.
        using var connection = Source.CreateConnection();
        SqlConnection.ClearPool((SqlConnection)connection);
        await base.DisposeAsync();
    }

    private static string ConnectionString(ServerOptions options) => new SqlConnectionStringBuilder
    {
        DataSource = string.Create(CultureInfo.InvariantCulture, $"{options.Host},{options.Port}"),
        InitialCatalog = options.Database,
        UserID = options.User,
        Password = options.Password?.Reveal() ?? string.Empty,
        Encrypt = options.Tls == TlsMode.Off ? SqlConnectionEncryptOption.Optional : SqlConnectionEncryptOption.Mandatory,
        TrustServerCertificate = options.Tls == TlsMode.Encrypt,
        ApplicationName = "Syncline",
        ConnectTimeout = 15,
        CommandTimeout = 0,
        ConnectRetryCount = 0,
        MaxPoolSize = 32,
        PersistSecurityInfo = false,
    }.ConnectionString;
}
