using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Databases.Sqlite;

/// <summary>
/// SQLite through Microsoft.Data.Sqlite. Nothing is kept open between uses: a file that a pool holds open could not be moved or replaced. Reads
/// open the file read-only.
/// </summary>
internal sealed class SqliteDatabase(SqliteOptions options) : Database
{
    public override string Product => "SQLite";

    public override SqlQuoting Quoting => SqlQuoting.Sqlite;

    public override ConnectionCapabilities Capabilities { get; } = new()
    {
        FilterLanguages = [DatabaseConnection.FilterLanguage],
        RowVersions = true,
        ReadByKeys = true,
        MaxWritesInFlight = 1, // one writer at a time is a law of the file format
        MaxWriteBatch = 5000,
    };

    public override async ValueTask<DbConnection> OpenAsync(bool forWriting, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isThere = File.Exists(options.Path);
        if (!isThere && !options.Creates)
        {
            throw new ConnectionException(ConnectingErrors.NoFile(options.Shown));
        }

        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = options.Path,
            Mode = !isThere ? SqliteOpenMode.ReadWriteCreate : forWriting ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly,
            ForeignKeys = true,
            Pooling = false,
        }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            connection.CreateFunction(RowVersion.FunctionName, static (object?[] values) => RowVersion.Of(values), isDeterministic: true);
            await RequireDatabaseAsync(connection, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The transaction is begun with the first statement: a SELECT takes only the lock of a reader.
    public override ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    // The writer's lock is taken at once: a transaction that asks for it later can be refused without waiting.
    public override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override async ValueTask<ConnectionIdentity> IdentifyAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = await ListAsync(connection, cancellationToken);
        return new ConnectionIdentity
        {
            System = options.Shown,
            Version = connection.ServerVersion,
            Facts = [new("Tables", tables.Count.ToString(CultureInfo.InvariantCulture))],
        };
    }

    public override ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken) => SqliteCatalog.ListAsync(connection, cancellationToken);

    public override ValueTask<DatabaseTable?> FindAsync(DbConnection connection, string name, CancellationToken cancellationToken) =>
        new SqliteCatalog(this, connection).FindAsync(name, cancellationToken);

    // An expression has no declared type, whatever the library says of it before the first row.
    public override DatabaseColumn QueryColumn(DbColumn column) => SqliteTypes.Column(column.ColumnName, column.BaseColumnName is null ? string.Empty : column.DataTypeName ?? string.Empty);

    public override string VersionSql(IReadOnlyList<DatabaseColumn> columns) => RowVersion.Sql([.. columns.Select(column => $"t.{Quote(column.Name)}")]);

    public override DatabaseFault? Classify(Exception exception) => SqliteFaults.Of(exception);

    public override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override string Mark(int index) => string.Create(CultureInfo.InvariantCulture, $"$p{index}");

    public override DbParameter Parameter(int index, DatabaseColumn column, object? value) => new SqliteParameter(Mark(index), SqliteValue.ToStored(column, value) ?? DBNull.Value);

    // Ids are text here, and programs differ in which case they write them.
    public override string HasKey(DatabaseColumn column, string mark) =>
        column.Kind == ColumnKind.Guid ? $"t.{Quote(column.Name)} IN (lower({mark}), upper({mark}))" : base.HasKey(column, mark);

    public override bool MayObject(DatabaseColumn column) => column.Kind == ColumnKind.Decimal && !SqliteTypes.KeepsEveryDigit(column.NativeType);

    public override ErrorDetail? Objection(DatabaseColumn column, RowBatch batch, int index, int row) =>
        SqliteValue.IsExactAsReal(batch.GetDecimal(index, row)) ? null : RowErrors.NotExact(column.Name);

    public override CellReader ReaderOf(DatabaseColumn column) => SqliteValue.ReaderOf(column.Kind);

    // The library does not cancel a statement that runs: the database itself is told to interrupt it.
    public override CancellationTokenRegistration StopOn(DbConnection connection, CancellationToken cancellationToken)
    {
        var handle = ((SqliteConnection)connection).Handle;
        return cancellationToken.Register(() => raw.sqlite3_interrupt(handle));
    }

    public override string TypeFor(ColumnType type, bool isKey) => SqliteTypes.TypeFor(type);

    // A constraint or a trigger may roll back everything (ON CONFLICT ROLLBACK, RAISE(ROLLBACK)); what came after would be written at once, without a transaction.
    public override bool IsAlive(DbConnection connection, DbTransaction transaction) => raw.sqlite3_get_autocommit(((SqliteConnection)connection).Handle) == 0;

    public override IRowSender Sender(WriteOrder order) => new RowByRowSender(this, order, Statement(order));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private RowStatement Statement(WriteOrder order)
    {
        var returning = order.AsksId ? $" RETURNING {Quote(order.Table.RowId!.Name)}" : "";
        if (order.Kind != WriteKind.Upsert)
        {
            return RowStatement.Of(this, order, returning) with { ReturnsId = order.AsksId };
        }

        var sets = order.Values.Except(order.Keys).Select(column => Quote(order.Column(column).Name)).Select(name => $"{name} = excluded.{name}").ToList();
        var keys = string.Join(", ", order.Keys.Select(key => Quote(order.Column(key).Name)));
        var action = sets.Count == 0 ? $"NOTHING" : $"UPDATE SET {string.Join(", ", sets)}";
        return new($"INSERT INTO {order.Table.Sql} {RowStatement.Into(this, order)} ON CONFLICT ({keys}) DO {action}{returning}", order.Values) { ReturnsId = order.AsksId && sets.Count > 0 };
    }

    // A file of another kind is only found out by the first statement that looks into it.
    private async ValueTask RequireDatabaseAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM sqlite_schema";
            await command.ExecuteScalarAsync(cancellationToken);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw new ConnectionException(ConnectingErrors.NotADatabase(options.Shown, SqliteFaults.Of(exception)!), exception);
        }
    }
}
