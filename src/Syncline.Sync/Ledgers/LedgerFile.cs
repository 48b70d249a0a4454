using System.Globalization;
using Microsoft.Data.Sqlite;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Ledgers;

/// <summary>
/// The SQLite file of a ledger, in WAL mode, so that other processes can read it meanwhile, with <c>synchronous=FULL</c>, so that what was
/// written has reached the disk. Safe for concurrent use: one statement or transaction at a time.
/// </summary>
internal sealed class LedgerFile : IAsyncDisposable
{
    public const string Name = "ledger.sqlite";

    /// <summary>Columns of a table that holds a <see cref="LedgerRow"/> per line.</summary>
    public const string RowColumns = """
        (seq INTEGER NOT NULL PRIMARY KEY, action TEXT NOT NULL, state TEXT NOT NULL, row_id TEXT, attempts INTEGER NOT NULL,
            error_id TEXT, server_code TEXT, message TEXT, advice TEXT, "column" TEXT, request_id TEXT, at TEXT NOT NULL) STRICT
        """;

    private readonly SqliteConnection connection;
    private readonly TimeProvider timeProvider;
    private readonly SemaphoreSlim gate = new(1, 1);

    private LedgerFile(SqliteConnection connection, TimeProvider timeProvider)
    {
        this.connection = connection;
        this.timeProvider = timeProvider;
    }

    /// <summary>Opens the file in a run's folder; with <paramref name="create"/> it may be made.</summary>
    public static async ValueTask<LedgerFile> OpenAsync(string folder, bool create, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, Name),
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false, // the file is closed when the ledger is
        }.ToString());
        var file = new LedgerFile(opened, timeProvider);
        try
        {
            await opened.OpenAsync(cancellationToken);
            opened.CreateFunction<string?, string?>(FailureReason.ShapeFunction, FailureReason.ShapeOf, isDeterministic: true);
            await file.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", [], cancellationToken);
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>The moment now, as it stands in the file.</summary>
    public string Now() => LedgerText.Of(timeProvider.GetUtcNow());

    /// <summary>SQL condition that a line is in one of these states.</summary>
    public static string In(IEnumerable<RowState> states) => $"state IN ({string.Join(", ", states.Select(state => $"'{LedgerText.Of(state)}'"))})";

    /// <summary>Runs a statement with parameters.</summary>
    public async ValueTask ExecuteAsync(string sql, IReadOnlyCollection<(string Name, object? Value)> parameters, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The rows of a query.</summary>
    public async ValueTask<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<SqliteDataReader, T> read, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The first value of a query; null when it has no rows.</summary>
    public async ValueTask<long?> ScalarAsync(string sql, CancellationToken cancellationToken) =>
        await QueryAsync(sql, reader => (long?)reader.GetInt64(0), cancellationToken) is [var first, ..] ? first : null;

    /// <summary>Sets lines of a table to what <paramref name="rows"/> say, all or none.</summary>
    public ValueTask WriteAsync(string table, IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken)
    {
        var at = Now();
        return TransactAsync(
            $"""
            INSERT INTO {table} VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (seq) DO UPDATE SET state = excluded.state, row_id = coalesce(excluded.row_id, row_id), attempts = max(attempts, excluded.attempts),
                error_id = excluded.error_id, server_code = excluded.server_code, message = excluded.message, advice = excluded.advice,
                "column" = excluded."column", request_id = excluded.request_id, at = excluded.at
            """,
            rows,
            row =>
            [
                row.Seq, PlanTables.NameOf(row.Action), LedgerText.Of(row.State), row.RowId, row.Attempts, row.ErrorId, row.ServerCode, row.Message, row.Advice,
                row.Column, row.RequestId, at,
            ],
            cancellationToken);
    }

    /// <summary>Takes lines out of a table, all or none.</summary>
    public ValueTask DeleteAsync(string table, IReadOnlyCollection<long> seqs, CancellationToken cancellationToken) =>
        TransactAsync($"DELETE FROM {table} WHERE seq = $1", seqs, seq => [seq], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        gate.Dispose();
    }

    private async ValueTask TransactAsync<T>(string sql, IReadOnlyCollection<T> items, Func<T, object?[]> values, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
        {
            return;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            var parameters = command.Parameters;
            foreach (var item in items)
            {
                var row = values(item);
                for (var i = 0; i < row.Length; i++)
                {
                    if (i == parameters.Count)
                    {
                        parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i + 1}") });
                    }

                    parameters[i].Value = row[i] ?? DBNull.Value;
                }

                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw ApplyErrors.RunsNotWritable(Path.GetDirectoryName(connection.DataSource)!, exception);
        }
        finally
        {
            gate.Release();
        }
    }
}
