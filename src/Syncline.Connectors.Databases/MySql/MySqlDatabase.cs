using System.Data;
using System.Data.Common;
using System.Globalization;
using MySqlConnector;
using Syncline.Connectors.Databases.Connecting;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.MySql;

/// <summary>
/// MySQL and MariaDB through MySqlConnector. Sessions are strict, so that no value is cut or bent, and in UTC. They keep no versions of rows:
/// a hash of the row's values, computed on the server, stands for one.
/// </summary>
internal sealed class MySqlDatabase(ServerOptions options) : ServerDatabase(options, new MySqlDataSource(ConnectionString(options)))
{
    public override string Product => "MySQL";

    public override SqlQuoting Quoting => SqlQuoting.MySql;

    public override ConnectionCapabilities Capabilities { get; } = new()
    {
        FilterLanguages = [DatabaseConnection.FilterLanguage],
        RowVersions = true,
        ReadByKeys = true,
        KeysIgnoreCase = true, // as every default collation does
        MaxWritesInFlight = 8,
        MaxWriteBatch = 5000,
    };

    protected override string Scheme => "mysql";

    protected override string IdentitySql => "SELECT current_user(), version()";

    protected override string SessionSql(DbConnection connection)
    {
        // MariaDB cuts fractions of a second that a column does not keep; MySQL would round them up into the next second.
        var cutsFractions = connection.ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase) ? "" : ",TIME_TRUNCATE_FRACTIONAL";
        return $"SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO{cutsFractions}'";
    }

    public override async ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await ((MySqlConnection)connection).BeginTransactionAsync(IsolationLevel.RepeatableRead, isReadOnly: true, cancellationToken);

    public override ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken) => MySqlCatalog.ListAsync(connection, cancellationToken);

    public override ValueTask<DatabaseTable?> FindAsync(DbConnection connection, string name, CancellationToken cancellationToken) =>
        new MySqlCatalog(this, (MySqlConnection)connection).FindAsync(name, cancellationToken);

    public override async ValueTask<long?> EstimateRowsAsync(DbConnection connection, DatabaseTable table, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT table_rows FROM information_schema.tables WHERE table_schema = database() AND table_name = @p0";
        command.Parameters.Add(new MySqlParameter("@p0", table.Name));
        return await command.ExecuteScalarAsync(cancellationToken) is { } rows and not DBNull ? Convert.ToInt64(rows, CultureInfo.InvariantCulture) : null;
    }

    public override DatabaseColumn QueryColumn(DbColumn column)
    {
        var type = ((MySqlDbColumn)column).ProviderType;
        return MySqlTypes.Column(column.ColumnName, MySqlTypes.NameOf(type), column.ColumnSize is > 0 and < 65536 ? column.ColumnSize : null, column.NumericPrecision, column.NumericScale, isUnsigned: type.ToString().StartsWith('U'));
    }

    public override string VersionSql(IReadOnlyList<DatabaseColumn> columns) => $"SHA2(CONCAT_WS(',', {string.Join(", ", columns.Select(Quoted))}), 256)";

    public override DatabaseFault? Classify(Exception exception) => MySqlFaults.Of(exception);

    public override string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public override string Mark(int index) => string.Create(CultureInfo.InvariantCulture, $"@p{index}");

    public override DbParameter Parameter(int index, DatabaseColumn column, object? value) => new MySqlParameter(Mark(index), MySqlTypes.ToSent(value) ?? DBNull.Value);

    public override string ReadSql(DatabaseColumn column) => column.NativeType switch
    {
        "bit" => $"CAST(t.{Quote(column.Name)} AS UNSIGNED)",
        "geometry" => $"ST_AsText(t.{Quote(column.Name)})",
        _ => base.ReadSql(column),
    };

    public override CellReader ReaderOf(DatabaseColumn column) => MySqlTypes.ReaderOf(column);

    public override string DeleteFrom(string table) => $"DELETE t FROM {table} AS t";

    public override string NoValues => "() VALUES ()";

    public override string TypeFor(ColumnType type, bool isKey) => MySqlTypes.TypeFor(type, isKey);

    public override IRowSender Sender(WriteOrder order) => order.Kind switch
    {
        WriteKind.Insert when order.AsksId || order.Values.Count == 0 => new RowByRowSender(this, order, RowStatement.Of(this, order) with { LastId = LastId(order) }),
        WriteKind.Insert => new MySqlInsertSender(this, order),
        WriteKind.Upsert when order.Table.Schema.Keys.Count == 1 => new RowByRowSender(this, order, Upsert(order) with { LastId = LastId(order) }),
        WriteKind.Upsert => new UpdateThenInsertSender(this, order),
        _ => new RowByRowSender(this, order, RowStatement.Of(this, order)),
    };

    /// <summary>The statement reacts to any unique key, so it is right only where the table has no other than the one asked for.</summary>
    private RowStatement Upsert(WriteOrder order)
    {
        var updates = order.Values.Except(order.Keys).ToList();
        var sets = (updates.Count > 0 ? updates : [order.Keys[0]]).Select(column => Quote(order.Column(column).Name)).Select(name => $"{name} = VALUES({name})");
        return new($"INSERT INTO {order.Table.Sql} {RowStatement.Into(this, order)} ON DUPLICATE KEY UPDATE {string.Join(", ", sets)}", order.Values)
        {
            // A row that is changed counts twice; one that is new and one that is as wanted already count once.
            TellsInserted = static affected => affected == 2 ? false : null,
        };
    }

    private static Func<DbCommand, string?>? LastId(WriteOrder order) => order.AsksId && order.Table.RowId!.IsIdentity
        ? static command => ((MySqlCommand)command).LastInsertedId is > 0 and var id ? WriteOrder.IdText(id) : null
        : null;

    // QUOTE writes six digits of a float, all of a double.
    private string Quoted(DatabaseColumn column) => column.NativeType == "float" ? $"QUOTE(t.{Quote(column.Name)} * 1e0)" : $"QUOTE({ReadSql(column)})";

    private static string ConnectionString(ServerOptions options) => new MySqlConnectionStringBuilder
    {
        Server = options.Host,
        Port = (uint)options.Port,
        ConnectionProtocol = options.IsSocket ? MySqlConnectionProtocol.UnixSocket : MySqlConnectionProtocol.Sockets,
        Database = options.Database,
        UserID = options.User,
        Password = options.Password?.Reveal() ?? string.Empty,
        SslMode = options.Tls switch { TlsMode.Verify => MySqlSslMode.VerifyFull, TlsMode.Encrypt => MySqlSslMode.Required, _ => MySqlSslMode.Disabled },
        SslCa = options.CertificateAuthority ?? string.Empty,
        ApplicationName = "Syncline",
        ConnectionTimeout = 15,
        DefaultCommandTimeout = 0,
        Keepalive = 30,
        MaximumPoolSize = 32,
        UseAffectedRows = false,
        AllowLoadLocalInfile = false,
        AllowPublicKeyRetrieval = options.Tls == TlsMode.Off,
        GuidFormat = MySqlGuidFormat.None,
        TreatTinyAsBoolean = false,
        DateTimeKind = MySqlDateTimeKind.Unspecified,
    }.ConnectionString;
}
