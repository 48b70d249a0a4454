using System.Globalization;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Ledgers;

/// <summary>
/// A run's ledger: what became of each change, and how the run stands. One process writes it at a time (see <see cref="TargetLock"/>). Safe for
/// concurrent use.
/// </summary>
internal sealed class RunLedger : IRowLedger, IAsyncDisposable
{
    public const string FileName = LedgerFile.Name;

    private const string Rows = "rows";

    private const string Tables = $"""
        CREATE TABLE run (id TEXT NOT NULL PRIMARY KEY, plan_id TEXT NOT NULL, plan_digest TEXT NOT NULL, project TEXT NOT NULL,
            connection TEXT NOT NULL, table_name TEXT NOT NULL, system_id TEXT, system TEXT, state TEXT NOT NULL, reason TEXT,
            started TEXT NOT NULL, ended TEXT, "add" INTEGER NOT NULL, "update" INTEGER NOT NULL, "delete" INTEGER NOT NULL,
            owner_host TEXT NOT NULL, owner_process INTEGER NOT NULL) STRICT;
        CREATE TABLE {Rows} {LedgerFile.RowColumns};
        CREATE INDEX rows_by_state ON {Rows} (state) WHERE state <> 'done';
        """;

    private readonly LedgerFile file;

    private RunLedger(LedgerFile file)
    {
        this.file = file;
        WriteBacks = new WriteBackLedger(file);
    }

    /// <summary>What the source knows of the added rows.</summary>
    public WriteBackLedger WriteBacks { get; }

    /// <summary>Makes the ledger of a new run in its folder and closes it again.</summary>
    public static async ValueTask CreateAsync(string folder, string runId, PlanHeader plan, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        await using var made = await LedgerFile.OpenAsync(folder, create: true, timeProvider, cancellationToken);
        await made.ExecuteAsync(plan.WritesToSource() ? Tables + WriteBackLedger.Make : Tables, [], cancellationToken);
        await made.ExecuteAsync(
            """
            INSERT INTO run (id, plan_id, plan_digest, project, connection, table_name, system_id, system, state, started, "add", "update", "delete", owner_host, owner_process)
            VALUES ($id, $plan_id, $plan_digest, $project, $connection, $table_name, $system_id, $system, $state, $started, $add, $update, $delete, $host, $process)
            """,
            [
                ("$id", runId), ("$plan_id", plan.Id), ("$plan_digest", plan.Digest), ("$project", plan.Project.Name), ("$connection", plan.Target.Connection),
                ("$table_name", plan.Target.Table), ("$system_id", plan.Target.SystemId), ("$system", plan.Target.System), ("$state", LedgerText.Of(RunState.Running)),
                ("$started", made.Now()), ("$add", plan.Counts.Add), ("$update", plan.Counts.Update), ("$delete", plan.Counts.Delete),
                ("$host", Environment.MachineName), ("$process", Environment.ProcessId),
            ],
            cancellationToken);
    }

    /// <summary>Opens the ledger in a run's folder.</summary>
    public static async ValueTask<RunLedger> OpenAsync(string folder, TimeProvider timeProvider, CancellationToken cancellationToken) =>
        new(await LedgerFile.OpenAsync(folder, create: false, timeProvider, cancellationToken));

    /// <summary>Takes the run over for this process.</summary>
    public ValueTask TakeOverAsync(CancellationToken cancellationToken) => file.ExecuteAsync(
        "UPDATE run SET state = $state, reason = NULL, ended = NULL, owner_host = $host, owner_process = $process",
        [("$state", LedgerText.Of(RunState.Running)), ("$host", Environment.MachineName), ("$process", Environment.ProcessId)],
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken) => file.WriteAsync(Rows, rows, cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteBackAsync(IReadOnlyCollection<LedgerRow> rows, CancellationToken cancellationToken) => WriteBacks.WriteAsync(rows, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(IReadOnlyCollection<long> seqs, CancellationToken cancellationToken) => file.DeleteAsync(Rows, seqs, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SetStateAsync(RunState state, string? reason, CancellationToken cancellationToken) => file.ExecuteAsync(
        "UPDATE run SET state = $state, reason = $reason, ended = $ended", [("$state", LedgerText.Of(state)), ("$reason", reason), ("$ended", file.Now())], cancellationToken);

    /// <summary>SQLite's setting of that name: 2 is FULL.</summary>
    internal async ValueTask<long> SynchronousAsync(CancellationToken cancellationToken) => (await file.ScalarAsync("PRAGMA synchronous", cancellationToken))!.Value;

    /// <summary>Numbers of the changes in one of these states, ascending.</summary>
    public ValueTask<IReadOnlyList<long>> ReadSeqsAsync(IReadOnlyCollection<RowState> states, CancellationToken cancellationToken) =>
        file.QueryAsync($"SELECT seq FROM {Rows} WHERE {LedgerFile.In(states)} ORDER BY seq", reader => reader.GetInt64(0), cancellationToken);

    /// <summary>The lines in one of these states whose numbers lie between two, both included; by number.</summary>
    public ValueTask<IReadOnlyList<LedgerRow>> ReadAsync(IReadOnlyCollection<RowState> states, long from, long to, CancellationToken cancellationToken) => file.QueryAsync(
        string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM {Rows} WHERE {LedgerFile.In(states)} AND seq BETWEEN {from} AND {to} ORDER BY seq"), LedgerText.Row, cancellationToken);

    /// <summary>The lines of these changes.</summary>
    public ValueTask<IReadOnlyList<LedgerRow>> ReadAsync(IReadOnlyCollection<long> seqs, CancellationToken cancellationToken) => file.QueryAsync(
        $"SELECT * FROM {Rows} WHERE seq IN ({string.Join(", ", seqs.Select(seq => seq.ToString(CultureInfo.InvariantCulture)))}) ORDER BY seq", LedgerText.Row, cancellationToken);

    /// <summary>Numbers of the changes whose row got this id from the target, at most so many.</summary>
    public ValueTask<IReadOnlyList<long>> FindAsync(Guid rowId, int most, CancellationToken cancellationToken) => file.QueryAsync(
        string.Create(CultureInfo.InvariantCulture, $"SELECT seq FROM {Rows} WHERE row_id = '{rowId:D}' COLLATE NOCASE ORDER BY seq LIMIT {most}"), reader => reader.GetInt64(0), cancellationToken);

    /// <summary>When rows came to their end, second by second.</summary>
    public ValueTask<IReadOnlyList<RunPace>> ReadPaceAsync(CancellationToken cancellationToken) => file.QueryAsync(
        $"SELECT substr(at, 1, 19) AS second, count(*) FROM {Rows} WHERE {LedgerFile.In([RowState.Done, RowState.Failed, RowState.Conflict])} GROUP BY second ORDER BY second",
        reader => new RunPace(DateTimeOffset.Parse(reader.GetString(0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), reader.GetInt64(1)),
        cancellationToken);

    /// <summary>Why rows have no good end, each reason once; at most <see cref="FailureReason.Most"/>, those of most rows first.</summary>
    public async ValueTask<IReadOnlyList<FailureReason>> ReadReasonsAsync(CancellationToken cancellationToken)
    {
        var ofRows = await file.QueryAsync(
            FailureReason.Query(Rows, LedgerFile.In([RowState.Failed, RowState.Conflict, RowState.Unknown])), reader => FailureReason.Read(reader, ofWriteBack: false), cancellationToken);
        return [.. ofRows.Concat(await WriteBacks.ReadReasonsAsync(cancellationToken)).OrderByDescending(reason => reason.Rows).Take(FailureReason.Most)];
    }

    /// <summary>The run with its counts as they stand. A running one may in truth be interrupted: only its lock can tell.</summary>
    public async ValueTask<RunSummary> SummarizeAsync(string folder, CancellationToken cancellationToken)
    {
        // Read before the rows, so that no more are told of than were added.
        var backs = await WriteBacks.CountAsync(cancellationToken);
        var counts = await file.QueryAsync(
            $"SELECT action, state, count(*) FROM {Rows} GROUP BY action, state",
            reader => (Enum.Parse<PlanAction>(reader.GetString(0), ignoreCase: true), LedgerText.ToRowState(reader.GetString(1)), reader.GetInt64(2)),
            cancellationToken);
        var run = await file.QueryAsync("SELECT * FROM run", reader => LedgerText.Summary(reader, folder, counts), cancellationToken) is [var only, ..]
            ? only
            : throw new InvalidDataException($"The ledger in {folder} has no run.");
        return backs is var (done, failed)
            ? run with { WriteBack = new WriteBackCounts { Added = run.Add.Done, Done = done, Failed = failed } }
            : run;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();
}
