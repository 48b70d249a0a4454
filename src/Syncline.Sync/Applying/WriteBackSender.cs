using Syncline.Connections.Governing;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>
/// Tells the source of rows that were added: writes a value of the new row to a column of the row that it came from. Writing it twice does no
/// harm, so nothing is marked before it is sent: what the ledger does not know as written back is written back again. Safe for concurrent use.
/// </summary>
internal sealed class WriteBackSender : IDisposable
{
    private readonly WriteBackRows rows;
    private readonly TargetTable table;
    private readonly RunLedger ledger;
    private readonly IRowLedger lines;
    private readonly RunTally tally;
    private readonly FailureLimit limit;
    private readonly WritePool pool;
    private readonly ApplyOptions options;
    private readonly string from;

    private WriteBackSender(WriteBackRows rows, TargetTable table, RunLedger ledger, IRowLedger lines, RunTally tally, FailureLimit limit, WritePool pool, ApplyOptions options, string from)
    {
        this.rows = rows;
        this.table = table;
        this.ledger = ledger;
        this.lines = lines;
        this.tally = tally;
        this.limit = limit;
        this.pool = pool;
        this.options = options;
        this.from = from;
    }

    /// <summary>Opens the way to the source; null when the plan writes nothing back.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="source">The source's table, as <see cref="ApplyChecks.OpenSourceAsync"/> found it.</param>
    /// <param name="table">The target's table.</param>
    /// <param name="ledger">The run's ledger, for reading.</param>
    /// <param name="lines">Where lines are written.</param>
    /// <param name="tally">The run's counts.</param>
    /// <param name="limit">Stops writing back when too much failed.</param>
    /// <param name="options">How the plan is carried out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async ValueTask<WriteBackSender?> OpenAsync(
        PlanFile plan, TableSchema? source, TargetTable table, RunLedger ledger, IRowLedger lines, RunTally tally, FailureLimit limit, ApplyOptions options, CancellationToken cancellationToken) => source is null
        ? null
        : new WriteBackSender(
            new WriteBackRows(plan, source), table, ledger, lines, tally, limit, await WritePools.OpenAsync(options.Source!, options, cancellationToken), options, plan.Header.WriteBack!.From);

    /// <summary>Numbers of the added rows of which the source has not been told.</summary>
    public async ValueTask<IReadOnlyList<long>> MissingAsync(CancellationToken cancellationToken) =>
        [.. (await ledger.WriteBacks.ReadMissingAsync(1, long.MaxValue, cancellationToken)).Select(row => row.Seq)];

    /// <summary>Tells the source of those of these changes that are done, and that it has not been told of.</summary>
    /// <param name="adds">Changes that add, by number; at least one.</param>
    /// <param name="cancellationToken">Stops it between two requests; what is left is done by resume.</param>
    /// <exception cref="SynclineException">The source takes nothing, or the sign-in there ended.</exception>
    public async ValueTask SendAsync(IReadOnlyList<PlannedChange> adds, CancellationToken cancellationToken)
    {
        var missing = (await ledger.WriteBacks.ReadMissingAsync(adds[0].Seq, adds[^1].Seq, cancellationToken)).ToDictionary(row => row.Seq);
        var added = adds.Where(change => missing.ContainsKey(change.Seq)).Select(change => change with { RowId = missing[change.Seq].RowId ?? change.RowId }).ToList();
        if (added.Count == 0)
        {
            return;
        }

        foreach (var part in (await WithValuesAsync(added, cancellationToken)).Chunk(Math.Max(1, pool.BatchSize)))
        {
            await SendAsync(part, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => pool.Dispose();

    private async ValueTask<IReadOnlyList<(PlannedChange Change, object Value)>> WithValuesAsync(IReadOnlyList<PlannedChange> added, CancellationToken cancellationToken)
    {
        if (string.Equals(from, table.RowId?.Name, StringComparison.OrdinalIgnoreCase) && added.All(table.HasRowId))
        {
            return [.. added.Select(change => (change, table.RowIdOf(change)))];
        }

        var found = await table.FindAsync(added, cancellationToken, from);
        var nothing = added.Where(change => found.GetValueOrDefault(change.Seq)?.Extra is null).ToList();
        await RecordAsync(
            [.. nothing.Select(change => LedgerRow.Of(change, RowState.Failed, attempts: 0, error: ApplyErrors.NothingToWriteBack(from, gone: !found.ContainsKey(change.Seq))))]);
        return [.. added.Except(nothing).Select(change => (change, found[change.Seq].Extra!))];
    }

    private async ValueTask SendAsync((PlannedChange Change, object Value)[] pending, CancellationToken cancellationToken)
    {
        var (attempts, tries) = (0, 0);
        while (pending.Length > 0 && limit.Reason is null)
        {
            var result = await WriteAsync(pending, cancellationToken);
            attempts++;
            var retryAfter = result.RetryAfter ?? result.Outcomes.Max(outcome => outcome.Error?.RetryAfter);

            // Waiting as the server asks is no failed try; the pool keeps everybody waiting for it.
            tries += retryAfter is null ? 1 : 0;
            var answered = pending.Zip(result.Outcomes).ToList();
            var again = answered.Where(pair => MayWorkLater(pair.Second)).ToList();
            if (again.Find(pair => pair.Second.Error?.Recovery == Recovery.SignInAgain).Second?.Error is { } signIn)
            {
                throw SynclineException.Of(signIn with { Phase = ErrorPhase.SignIn });
            }

            if (again.Count == pending.Length && tries >= options.MaxAttempts)
            {
                throw ApplyErrors.GivingUp(again[0].Second.Error!, attempts, "source");
            }

            var settled = tries >= options.MaxAttempts ? answered : answered.Where(pair => !MayWorkLater(pair.Second));
            await RecordAsync(
                [.. settled.Select(pair => LedgerRow.Of(pair.First.Change, pair.Second.Status == RowStatus.Done ? RowState.Done : RowState.Failed, attempts, error: pair.Second.Error))]);
            pending = tries >= options.MaxAttempts ? [] : [.. again.Select(pair => pair.First)];
            if (pending.Length > 0 && retryAfter is null)
            {
                await Task.Delay(BatchSender.WaitAfter(tries), options.TimeProvider, cancellationToken);
            }
        }
    }

    private async ValueTask RecordAsync(IReadOnlyCollection<LedgerRow> rows)
    {
        await lines.WriteBackAsync(rows, CancellationToken.None);
        tally.AddNotWrittenBack(rows.Count(row => row.State == RowState.Failed));
    }

    private async ValueTask<WriteResult> WriteAsync((PlannedChange Change, object Value)[] pending, CancellationToken cancellationToken)
    {
        var lane = await pool.EnterAsync(options.Pause, held: null, cancellationToken);
        try
        {
            var batch = rows.Build(pending);
            using var values = batch.Rows;
            var start = options.TimeProvider.GetTimestamp();
            var result = await lane.Writer.WriteAsync(batch, options.Abort);
            lane.Governor.Learn(
                result with { RetryAfter = result.RetryAfter ?? result.Outcomes.Max(outcome => outcome.Error?.RetryAfter) }, options.TimeProvider.GetElapsedTime(start));
            return result;
        }
        finally
        {
            lane.Governor.Leave();
        }
    }

    // A lost answer is no doubt here: the value is written once more.
    private static bool MayWorkLater(RowOutcome outcome) => outcome.Status == RowStatus.Unknown
        || (outcome.Status == RowStatus.Failed && outcome.Error?.Recovery is Recovery.Retry or Recovery.Reconnect or Recovery.SignInAgain);
}
