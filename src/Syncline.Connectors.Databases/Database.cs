using System.Data.Common;
using Syncline.Connectors.Databases.Errors;
using Syncline.Connectors.Databases.Reading;
using Syncline.Connectors.Databases.Tables;
using Syncline.Connectors.Databases.Writing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
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

    /// <summary>Whether a backslash in a text escapes the next character.</summary>
    public virtual bool BackslashEscapes => false;

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

    /// <summary>Why the database would not keep a value as it is, although it would take it; null when it does.</summary>
    public virtual ErrorDetail? Objection(DatabaseColumn column, object? value) => null;

    /// <summary>What moves a column's value from a data reader into a batch.</summary>
    public virtual CellReader ReaderOf(DatabaseColumn column) => CellReaders.Of(column.Kind);

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

    /// <summary>Makes a reading command stop when the token is cancelled, where the library does not do so by itself.</summary>
    public virtual CancellationTokenRegistration StopOn(DbConnection connection, CancellationToken cancellationToken) => default;

    /// <summary>The rounds in which the rows of an order are sent at best; each is a transaction.</summary>
    public abstract IRowSender Sender(WriteOrder order);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
