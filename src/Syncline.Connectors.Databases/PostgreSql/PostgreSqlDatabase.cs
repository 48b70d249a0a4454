using System.Data.Common;
using System.Globalization;
using Npgsql;
using Syncline.Connectors.Databases.Connecting;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases.PostgreSql;

/// <summary>PostgreSQL through Npgsql. A row's version is its <c>xmin</c>, the number of the transaction that wrote it.</summary>
internal sealed class PostgreSqlDatabase(ServerOptions options) : ServerDatabase(options, new NpgsqlDataSourceBuilder(ConnectionString(options)).Build())
{
    static PostgreSqlDatabase()
    {
        // Else Npgsql writes 9999-12-31 as "infinity", and reads infinity as that date.
        AppContext.SetSwitch("Npgsql.DisableDateTimeInfinityConversions", true);

        // Else Npgsql cuts a statement at semicolons by itself and sends the parts; the server refuses a statement that holds two.
        AppContext.SetSwitch("Npgsql.EnableSqlRewriting", false);
    }

    public override string Product => "PostgreSQL";

    public override SqlQuoting Quoting => SqlQuoting.PostgreSql;

    public override ConnectionCapabilities Capabilities { get; } = new()
    {
        FilterLanguages = [DatabaseConnection.FilterLanguage],
        RowVersions = true,
        ReadByKeys = true,
        MaxWritesInFlight = 8,
        MaxWriteBatch = 10_000,
    };

    protected override string Scheme => "postgresql";

    protected override string IdentitySql => "SELECT current_user::text, current_setting('server_version'), (SELECT oid::text FROM pg_database WHERE datname = current_database())";

    protected override string ReadOnlySql => "SET TRANSACTION READ ONLY";

    public override ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken) => PostgreSqlCatalog.ListAsync(connection, cancellationToken);

    public override ValueTask<DatabaseTable?> FindAsync(DbConnection connection, string name, CancellationToken cancellationToken) =>
        new PostgreSqlCatalog(this, (NpgsqlConnection)connection).FindAsync(name, cancellationToken);

    public override async ValueTask<long?> EstimateRowsAsync(DbConnection connection, DatabaseTable table, CancellationToken cancellationToken)
    {
        if (!table.IsTable)
        {
            return null;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT reltuples::bigint FROM pg_class WHERE oid = $1::regclass";
        command.Parameters.Add(new NpgsqlParameter { Value = table.Sql });
        return await command.ExecuteScalarAsync(cancellationToken) is long and >= 0 and var rows ? rows : null;
    }

    public override DatabaseColumn QueryColumn(DbColumn column)
    {
        var described = (Npgsql.Schema.NpgsqlDbColumn)column;
        var name = described.PostgresType.Name;
        var type = PostgreSqlTypes.TypeOf(name, column.ColumnSize is > 0 ? column.ColumnSize : null, column.NumericPrecision, column.NumericScale);
        return PostgreSqlTypes.Column(column.ColumnName, name, described.PostgresType.FullName, type);
    }

    public override string VersionSql(IReadOnlyList<DatabaseColumn> columns) => "md5(t::text)";

    public override DatabaseFault? Classify(Exception exception) => PostgreSqlFaults.Of(exception);

    public override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override string Mark(int index) => string.Create(CultureInfo.InvariantCulture, $"${index + 1}");

    public override DbParameter Parameter(int index, DatabaseColumn column, object? value) =>
        new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = PostgreSqlTypes.TravelsAs(column.Kind) };

    public override string ReadSql(DatabaseColumn column) =>
        column.TravelsAsText || column.NativeType == "character" ? $"t.{Quote(column.Name)}::text"
        : column.NativeType == "money" ? $"t.{Quote(column.Name)}::numeric"
        : $"t.{Quote(column.Name)}";

    public override string HasKey(DatabaseColumn column, string mark) => $"t.{Quote(column.Name)} = {PostgreSqlTypes.Cast(column, mark)}";

    public override KeyCondition? FindsKeys(IReadOnlyList<DatabaseColumn> columns, IReadOnlyList<IReadOnlyList<object>> keys)
    {
        List<DbParameter> arrays = [.. columns.Select((column, i) => PostgreSqlArrays.Of(column.Kind, keys.Count, row => keys[row][i]))];
        var names = Enumerable.Range(0, columns.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"k{i}")).ToList();
        var found = string.Join(", ", columns.Select((column, i) => PostgreSqlTypes.Cast(column, $"k.{names[i]}")));
        return new(
            $"(({string.Join(", ", columns.Select(column => $"t.{Quote(column.Name)}"))}) IN (SELECT {found} FROM unnest({string.Join(", ", arrays.Select((_, i) => Mark(i)))}) AS k({string.Join(", ", names)})))",
            arrays);
    }

    public override int MaxKeysPerStatement => 20_000;

    public override CellReader ReaderOf(DatabaseColumn column) => PostgreSqlTypes.ReaderOf(column);

    public override string TypeFor(ColumnType type, bool isKey) => PostgreSqlTypes.TypeFor(type);

    public override string QuoteTable(string table) => string.Join('.', table.Split('.', 2).Select(Quote));

    public override IRowSender Sender(WriteOrder order) => PostgreSqlSenders.Of(this, order);

    private static string ConnectionString(ServerOptions options) => new NpgsqlConnectionStringBuilder
    {
        Host = options.Host,
        Port = options.Port,
        Database = options.Database,
        Username = options.User,
        Password = options.Password?.Reveal(),
        SslMode = options.Tls switch { TlsMode.Verify => SslMode.VerifyFull, TlsMode.Encrypt => SslMode.Require, _ => SslMode.Disable },
        RootCertificate = options.CertificateAuthority,
        ApplicationName = "Syncline",
        Timezone = "UTC",
        Timeout = 15,
        CommandTimeout = 0,
        KeepAlive = 30,
        MaxPoolSize = 32,
        Pooling = true,
    }.ConnectionString;
}
