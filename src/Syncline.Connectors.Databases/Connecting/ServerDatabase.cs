using System.Data;
using System.Data.Common;
using Syncline.Core.Connectors;

namespace Syncline.Connectors.Databases.Connecting;

/// <summary>
/// A database on a server, whose connections come from a pool: how a session is opened and made ready, who is signed in, and how a read begins. A
/// product says only in which words. Safe for concurrent use.
/// </summary>
/// <param name="options">Where the server is and who signs in.</param>
/// <param name="source">The pool; it ends with the database.</param>
internal abstract class ServerDatabase(ServerOptions options, DbDataSource source) : Database
{
    /// <summary>The pool.</summary>
    protected DbDataSource Source { get; } = source;

    /// <summary>The product's name in identities of databases, e.g. <c>postgresql</c>.</summary>
    protected abstract string Scheme { get; }

    /// <summary>
    /// A query of one row: the user and the server's version, and where the server has such a number, as a third column what tells this database from a later
    /// one of the same name.
    /// </summary>
    protected abstract string IdentitySql { get; }

    /// <summary>The statement that makes an opened session ready; null for none.</summary>
    protected virtual string? SessionSql(DbConnection connection) => null;

    /// <summary>The statement that makes a transaction read-only; null where there is none.</summary>
    protected virtual string? ReadOnlySql => null;

    public sealed override async ValueTask<DbConnection> OpenAsync(bool forWriting, CancellationToken cancellationToken)
    {
        var connection = await Source.OpenConnectionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, transaction: null, SessionSql(connection), cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            await ExecuteAsync(connection, transaction, ReadOnlySql, cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public sealed override async ValueTask<ConnectionIdentity> IdentifyAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = IdentitySql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ConnectionIdentity
        {
            System = options.Shown,
            SystemId = $"{Scheme}://{options.Shown}{(reader.FieldCount > 2 ? $"#{reader.GetString(2)}" : "")}",
            User = reader.GetString(0),
            Version = reader.GetString(1),
            Facts = [new("Encrypted", options.Tls == TlsMode.Off ? "no" : "yes")],
        };
    }

    public override ValueTask DisposeAsync() => Source.DisposeAsync();

    private static async ValueTask ExecuteAsync(DbConnection connection, DbTransaction? transaction, string? sql, CancellationToken cancellationToken)
    {
        if (sql is not null)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
