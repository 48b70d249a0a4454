using System.Data.Common;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Databases;

/// <summary>
/// One database behind one connection, in its own words: how it is opened, what its catalog says, how its SQL is written and what its errors
/// mean. What all databases share (reading, cutting batches, outcomes) stands outside. Safe for concurrent use.
/// </summary>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>The product's name in messages.</summary>
    public abstract string Product { get; }

    /// <summary>What connections to it can do.</summary>
    public abstract ConnectionCapabilities Capabilities { get; }

    /// <summary>How its SQL quotes texts and names.</summary>
    public abstract SqlQuoting Quoting { get; }

    /// <summary>Whether statements that are sent many times are prepared first.</summary>
    public virtual bool Prepares => true;

    /// <summary>Whether a unique key takes one row without a value only, as for any other value.</summary>
    public virtual bool NullsAreEqualInKeys => false;

    /// <summary>Most keys that one statement compares with.</summary>
    public virtual int MaxKeysPerStatement => 400;

    /// <summary>Opens a connection, from the pool where there is one. What goes wrong is thrown as the library throws it.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(bool forWriting, CancellationToken cancellationToken);

    /// <summary>Opens a connection for reading.</summary>
    /// <exception cref="ConnectionException">It can't be opened.</exception>
    public async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(forWriting: false, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && Classify(exception) is { } fault)
        {
            throw new ConnectionException(ConnectingErrors.Of(fault, Product), exception);
        }
    }

    /// <summary>Begins a transaction in which nothing can be written, where the database has such.</summary>
    public abstract ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that writes.</summary>
    public virtual ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(cancellationToken);

    /// <summary>Who is connected to what.</summary>
    public abstract ValueTask<ConnectionIdentity> IdentifyAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Tables and views that the user may see, in any order.</summary>
    public abstract ValueTask<IReadOnlyList<TableSummary>> ListAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Describes a table or view; null when there is none of this name.</summary>
    public abstract ValueTask<DatabaseTable?> FindAsync(DbConnection connection, string name, CancellationToken cancellationToken);

    /// <summary>The column of a query, from what the reader says of it.</summary>
    public abstract DatabaseColumn QueryColumn(DbColumn column);

    /// <summary>Expression for the version of a row of these columns, over the alias <c>t</c>.</summary>
    public abstract string VersionSql(IReadOnlyList<DatabaseColumn> columns);

    /// <summary>About how many rows a table has; null when that is not cheap to say.</summary>
    public virtual ValueTask<long?> EstimateRowsAsync(DbConnection connection, DatabaseTable table, CancellationToken cancellationToken) => ValueTask.FromResult<long?>(null);

    /// <summary>What an exception of the library means; null when it is none of the library's.</summary>
    public abstract DatabaseFault? Classify(Exception exception);

    /// <summary>A quoted name.</summary>
    public abstract string Quote(string name);

    /// <summary>The mark of a parameter by its index, from 0.</summary>
    public abstract string Mark(int index);

    /// <summary>A parameter for a column's value, a CLR value of the column's kind; null stands for NULL.</summary>
    public abstract DbParameter Parameter(int index, DatabaseColumn column, object? value);

    /// <summary>The expression that reads a column, over the alias <c>t</c>.</summary>
    public virtual string ReadSql(DatabaseColumn column) => $"t.{Quote(column.Name)}";

    /// <summary>The condition that a key column has the value of a parameter, over the alias <c>t</c>.</summary>
    public virtual string HasKey(DatabaseColumn column, string mark) => $"{ReadSql(column)} = {mark}";

    /// <summary>The condition that finds all of these keys, where the database has a better one than a list of them; else null.</summary>
    public virtual KeyCondition? FindsKeys(IReadOnlyList<DatabaseColumn> columns, IReadOnlyList<IReadOnlyList<object>> keys) => null;

    /// <summary>Whether <see cref="Objection"/> has to look at each value of a column before it is sent.</summary>
    public virtual bool MayObject(DatabaseColumn column) => column is { Kind: ColumnKind.Integer, Schema.Type: { Minimum: not null, Maximum: not null } };

    /// <summary>Why a value that is not null can't be sent, or would not be kept as it is; null when there is no objection.</summary>
    public virtual ErrorDetail? Objection(DatabaseColumn column, RowBatch batch, int index, int row) =>
        batch.GetInt64(index, row) is var number && number >= column.Schema.Type.Minimum && number <= column.Schema.Type.Maximum ? null : RowErrors.OutOfRange(column.Name);

    /// <summary>What moves a column's value from a data reader into a batch.</summary>
    public virtual CellReader ReaderOf(DatabaseColumn column) => CellReaders.Of(column.Kind);

    /// <summary>The beginning of a statement that updates a table, which it calls <c>t</c>; a condition follows.</summary>
    public virtual string Update(string table, string sets) => $"UPDATE {table} AS t SET {sets}";

    /// <summary>The beginning of a statement that deletes from a table, which it calls <c>t</c>.</summary>
    public virtual string DeleteFrom(string table) => $"DELETE FROM {table} AS t";

    /// <summary>What an INSERT of a row of defaults alone says after the table.</summary>
    public virtual string NoValues => "DEFAULT VALUES";

    /// <summary>A whole SELECT statement.</summary>
    /// <param name="columns">Expressions to read.</param>
    /// <param name="from">What stands after FROM, with its alias.</param>
    /// <param name="condition">Condition; null for none.</param>
    /// <param name="most">Most rows; null for all.</param>
    public virtual string Select(string columns, string from, string? condition, long? most) =>
        $"SELECT {columns} FROM {from}{(condition is null ? "" : $" WHERE {condition}")}{(most is null ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $" LIMIT {most}"))}";

    /// <summary>The type that a new column takes so that it holds every value of a type; never one that rounds or cuts.</summary>
    /// <param name="type">The type wanted.</param>
    /// <param name="isKey">Whether the column is to be a part of a key, for which some databases want a length.</param>
    public abstract string TypeFor(ColumnType type, bool isKey);

    /// <summary>The words with which ALTER TABLE adds a column.</summary>
    public virtual string AddColumn => "ADD COLUMN";

    /// <summary>A table's name as statements quote it, whether the table is there or not.</summary>
    public virtual string QuoteTable(string table) => Quote(table);

    /// <summary>Makes a reading command stop when the token is cancelled, where the library does not do so by itself.</summary>
    public virtual CancellationTokenRegistration StopOn(DbConnection connection, CancellationToken cancellationToken) => default;

    /// <summary>Whether a transaction still holds what was written in it, after a statement was refused: some refusals roll back all of it.</summary>
    public virtual bool IsAlive(DbConnection connection, DbTransaction transaction) => transaction.Connection is not null;

    /// <summary>The rounds in which the rows of an order are sent at best; each is a transaction.</summary>
    public abstract IRowSender Sender(WriteOrder order);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
