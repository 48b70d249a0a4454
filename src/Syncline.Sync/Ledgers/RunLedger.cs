using System.Globalization;
using Microsoft.Data.Sqlite;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Ledgers;

/// <summary>
/// A run's ledger: an SQLite file in WAL mode, so that other processes can read it meanwhile, with <c>synchronous=FULL</c>, so that what
/// was written has reached the disk. One process writes it at a time (see <see cref="FileLock"/>). Safe for concurrent use.
/// </summary>
internal sealed class RunLedger : IRowLedger, IAsyncDisposable
{
    public const string FileName = "ledger.sqlite";

    private const string RowColumns = """
        (seq INTEGER NOT NULL PRIMARY KEY, action TEXT NOT NULL, state TEXT NOT NULL, row_id TEXT, attempts INTEGER NOT NULL,
            error_id TEXT, server_code TEXT, message TEXT, advice TEXT, "column" TEXT, request_id TEXT, at TEXT NOT NULL) STRICT
        """;

    // Only in runs that write back: which of the added rows the source knows of.
    private const string WriteBacks = "write_backs";

    private const string HasWriteBacks = $"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '{WriteBacks}'";

    private const string Tables = $"""
        CREATE TABLE run (id TEXT NOT NULL PRIMARY KEY, plan_id TEXT NOT NULL, plan_digest TEXT NOT NULL, project TEXT NOT NULL,
            connection TEXT NOT NULL, table_name TEXT NOT NULL, system_id TEXT, system TEXT, state TEXT NOT NULL, reason TEXT,
            started TEXT NOT NULL, ended TEXT, "add" INTEGER NOT NULL, "update" INTEGER NOT NULL, "delete" INTEGER NOT NULL,
            owner_host TEXT NOT NULL, owner_process INTEGER NOT NULL) STRICT;
        CREATE TABLE rows {RowColumns};
        CREATE INDEX rows_by_state ON rows (state) WHERE state <> 'done';
        """;

    private readonly SqliteConnection connection;
    private readonly TimeProvider timeProvider;
    private readonly SemaphoreSlim gate = new(1, 1);

    private RunLedger(SqliteConnection connection, TimeProvider timeProvider)
    {
        this.connection = connection;
        this.timeProvider = timeProvider;
    }

    /// <summary>Makes the ledger of a new run in its folder and closes it again.</summary>
    public static async ValueTask CreateAsync(string folder, string runId, PlanHeader plan, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await using var ledger = await OpenAsync(folder, SqliteOpenMode.ReadWriteCreate, timeProvider, cancellationToken);
        await ledger.ExecuteAsync(plan.WritesToSource() ? $"{Tables} CREATE TABLE {WriteBacks} {RowColumns};" : Tables, cancellationToken);
        await using var command = ledger.connection.CreateCommand();
        command.CommandText = """
            INSERT INTO run (id, plan_id, plan_digest, project, connection, table_name, system_id, system, state, started, "add", "update", "delete", owner_host, owner_process)
            VALUES ($id, $plan_id, $plan_digest, $project, $connection, $table_name, $system_id, $system, $state, $started, $add, $update, $delete, $host, $process)
            """;
        Set(command, "$id", runId);
        Set(command, "$plan_id", plan.Id);
        Set(command, "$plan_digest", plan.Digest);
        Set(command, "$project", plan.Project.Name);
        Set(command, "$connection", plan.Target.Connection);
        Set(command, "$table_name", plan.Target.Table);
        Set(command, "$system_id", plan.Target.SystemId);
        Set(command, "$system", plan.Target.System);
        Set(command, "$state", LedgerText.Of(RunState.Running));
        Set(command, "$started", LedgerText.Of(timeProvider.GetUtcNow()));
        Set(command, "$add", plan.Counts.Add);
        Set(command, "$update", plan.Counts.Update);
        Set(command, "$delete", plan.Counts.Delete);
        Set(command, "$host", Environment.MachineName);
        Set(command, "$process", Environment.ProcessId);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Opens the ledger in a run's folder.</summary>
    public static ValueTask<RunLedger> OpenAsync(string folder, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        OpenAsync(folder, SqliteOpenMode.ReadWrite, timeProvider, cancellationToken);

    /// <summary>Takes the run over for this process.</summary>
    public async ValueTask TakeOverAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE run SET state = $state, reason = NULL, ended = NULL, owner_host = $host, owner_process = $process";
            Set(command, "$state", LedgerText.Of(RunState.Running));
            Set(command, "$host", Environment.MachineName);
            Set(command, "$process", Environment.ProcessId);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken) => WriteAsync("rows", rows, cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteBackAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken) => WriteAsync(WriteBacks, rows, cancellationToken);

    /// <summary>Added rows that are done and of which the source was not told, whose numbers lie between two, both included; by number.</summary>
    public ValueTask<IReadOnlyList<LedgerRow>> ReadNotWrittenBackAsync(long from, long to, CancellationToken cancellationToken) => QueryAsync(
        "*",
        string.Create(CultureInfo.InvariantCulture, $"action = 'add' AND {In([RowState.Done])} AND seq BETWEEN {from} AND {to} AND seq NOT IN (SELECT seq FROM {WriteBacks})"),
        LedgerText.Row,
        cancellationToken);

    /// <summary>Why the source was not told of added rows, by number; at most so many.</summary>
    public async ValueTask<IReadOnlyList<LedgerRow>> ReadFailedWriteBacksAsync(int most, CancellationToken cancellationToken) => await HasWriteBacksAsync(cancellationToken)
        ? await QueryAsync("*", In([RowState.Failed]), LedgerText.Row, cancellationToken, WriteBacks, most)
        : [];

    /// <summary>Forgets the write-backs that failed, so that they are done again.</summary>
    public async ValueTask ReleaseFailedWriteBacksAsync(CancellationToken cancellationToken)
    {
        if (await HasWriteBacksAsync(cancellationToken))
        {
            var failed = await QueryAsync("seq", In([RowState.Failed]), reader => reader.GetInt64(0), cancellationToken, WriteBacks);
            await TransactAsync($"DELETE FROM {WriteBacks} WHERE seq = $1", failed, seq => [seq], cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyCollection<long> seqs, CancellationToken cancellationToken) =>
        TransactAsync("DELETE FROM rows WHERE seq = $1", seqs, seq => [seq], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SetStateAsync(RunState state, string? reason, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE run SET state = $state, reason = $reason, ended = $ended";
            Set(command, "$state", LedgerText.Of(state));
            Set(command, "$reason", reason);
            Set(command, "$ended", LedgerText.Of(timeProvider.GetUtcNow()));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>SQLite's setting of that name: 2 is FULL.</summary>
    internal async ValueTask<long> SynchronousAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous";
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Numbers of the changes in one of these states, ascending.</summary>
    public ValueTask<IReadOnlyList<long>> ReadSeqsAsync(IReadOnlyCollection<RowState> states, CancellationToken cancellationToken) =>
        QueryAsync("seq", In(states), reader => reader.GetInt64(0), cancellationToken);

    /// <summary>The lines in one of these states whose numbers lie between two, both included; by number.</summary>
    public ValueTask<IReadOnlyList<LedgerRow>> ReadAsync(IReadOnlyCollection<RowState> states, long from, long to, CancellationToken cancellationToken) =>
        QueryAsync("*", string.Create(CultureInfo.InvariantCulture, $"{In(states)} AND seq BETWEEN {from} AND {to}"), LedgerText.Row, cancellationToken);

    /// <summary>The run with its counts as they stand. A running one may in truth be interrupted: only <see cref="FileLock"/> can tell.</summary>
    public async ValueTask<RunSummary> SummarizeAsync(string folder, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var counts = new List<(PlanAction Action, RowState State, long Count)>();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT action, state, count(*) FROM rows GROUP BY action, state";
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    counts.Add((Enum.Parse<PlanAction>(reader.GetString(0), ignoreCase: true), LedgerText.ToRowState(reader.GetString(1)), reader.GetInt64(2)));
                }
            }

            command.CommandText = "SELECT * FROM run";
            RunSummary summary;
            await using (var run = await command.ExecuteReaderAsync(cancellationToken))
            {
                summary = await run.ReadAsync(cancellationToken)
                    ? LedgerText.Summary(run, folder, counts)
                    : throw new InvalidDataException($"The ledger in {folder} has no run.");
            }

            command.CommandText = HasWriteBacks;
            if (await command.ExecuteScalarAsync(cancellationToken) is 0L)
            {
                return summary;
            }

            command.CommandText = $"SELECT count(*) FILTER (WHERE {In([RowState.Done])}), count(*) FILTER (WHERE {In([RowState.Failed])}) FROM {WriteBacks}";
            await using var backs = await command.ExecuteReaderAsync(cancellationToken);
            await backs.ReadAsync(cancellationToken);
            return summary with { WriteBack = new WriteBackCounts { Added = summary.Add.Done, Done = backs.GetInt64(0), Failed = backs.GetInt64(1) } };
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        gate.Dispose();
    }

    private static async ValueTask<RunLedger> OpenAsync(string folder, SqliteOpenMode mode, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var file = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, FileName),
            Mode = mode,
            Pooling = false, // the file is closed when the ledger is
        }.ToString());
        var ledger = new RunLedger(file, timeProvider);
        try
        {
            await file.OpenAsync(cancellationToken);
            await ledger.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", cancellationToken);
            return ledger;
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    private static string In(IEnumerable<RowState> states) => $"state IN ({string.Join(", ", states.Select(state => $"'{LedgerText.Of(state)}'"))})";

    private static void Set(SqliteCommand command, string name, object? value) => command.Parameters.AddWithValue(name, value ?? DBNull.Value);

    private async ValueTask ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async ValueTask<IReadOnlyList<T>> QueryAsync<T>(string what, string condition, Func<SqliteDataReader, T> read, CancellationToken cancellationToken, string table = "rows", int most = int.MaxValue)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT {what} FROM {table} WHERE {condition} ORDER BY seq LIMIT {most}");
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

    private async ValueTask<bool> HasWriteBacksAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = HasWriteBacks;
            return await command.ExecuteScalarAsync(cancellationToken) is 1L;
        }
        finally
        {
            gate.Release();
        }
    }

    private ValueTask WriteAsync(string table, IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken)
    {
        var at = LedgerText.Of(timeProvider.GetUtcNow());
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
