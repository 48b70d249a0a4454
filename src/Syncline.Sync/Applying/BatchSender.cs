using Syncline.Connections.Governing;
using Syncline.Core.Errors;
using Syncline.Core.Writing;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>
/// Sends one batch of changes until each of its rows has an outcome. The order that keeps every promise: a row is marked sent on disk before
/// its request leaves; a row that may have been written is looked at on the target before it is sent again. Safe for concurrent use.
/// </summary>
internal sealed class BatchSender(RunContext context, CancellationToken stopToken)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly BatchBuilder builder = new(context.Plan.Header, context.Plan.Columns, context.Table);
    private string? conflictStop;

    private bool Overwrites => context.Options.OnConflict == ConflictAction.Overwrite;

    /// <summary>Why the run has to stop (too many failures, a conflict that shall stop it); null when it may go on.</summary>
    public string? StopReason => Volatile.Read(ref conflictStop) ?? context.Limit.Reason;

    /// <summary>Sends changes of one action. The caller has leave to send through a lane; giving it back is done here.</summary>
    public async ValueTask SendAsync(IReadOnlyList<PlannedChange> changes, WriteLane first)
    {
        var lane = first;
        var entered = true;
        try
        {
            var pending = changes;
            var attempts = 0;
            var tries = 0;
            while (pending.Count > 0 && StopReason is null)
            {
                pending = context.Table.FindsByKey ? await LookFirstAsync(pending) : pending;
                if (pending.Count == 0)
                {
                    break;
                }

                var (result, elapsed) = await WriteAsync(pending, lane.Writer, ++attempts);
                var retryAfter = result.RetryAfter ?? result.Outcomes.Max(outcome => outcome.Error?.RetryAfter);
                lane.Governor.Learn(result with { RetryAfter = retryAfter }, elapsed);

                // Waiting as the server asks is no failed try: a throttled run goes on as long as it takes.
                tries += retryAfter is null ? 1 : 0;
                pending = await RecordAsync(pending, result, attempts, isLastTry: tries >= context.Options.MaxAttempts);
                context.Report();
                if (pending.Count > 0 && StopReason is null)
                {
                    lane.Governor.Leave();
                    entered = false;
                    await Task.Delay(retryAfter is null ? WaitAfter(tries) : TimeSpan.Zero, context.Options.TimeProvider, stopToken);
                    lane = await context.EnterAsync(stopToken);
                    entered = true;
                }
            }
        }
        finally
        {
            if (entered)
            {
                lane.Governor.Leave();
            }

            if (context.Options.Pause is { IsPaused: true })
            {
                context.Report(); // nothing else would tell when the last request in flight is over
            }
        }
    }

    /// <summary>
    /// Looks at the rows that the target itself would not guard by a version, before they are written: those that changed since the plan
    /// become conflicts, those that are as wanted already are done.
    /// </summary>
    /// <returns>The changes that are still to be sent.</returns>
    public async ValueTask<IReadOnlyList<PlannedChange>> LookFirstAsync(IReadOnlyList<PlannedChange> changes)
    {
        if (Overwrites || changes[0].Action == PlanAction.Add)
        {
            return changes;
        }

        var unguarded = changes.Where(change => !context.Table.GuardsVersion(change)).ToList();
        if (unguarded.Count == 0)
        {
            return changes;
        }

        var found = await context.Table.FindAsync(unguarded, stopToken);
        var lines = new List<LedgerRow>();
        foreach (var change in unguarded)
        {
            var row = found.GetValueOrDefault(change.Seq);
            switch (context.Table.Judge(change, row))
            {
                case Verdict.Done:
                    lines.Add(LedgerRow.Of(change, RowState.Done, attempts: 0));
                    break;
                case Verdict.Changed:
                    lines.Add(LedgerRow.Of(change, RowState.Conflict, attempts: 0, error: ApplyErrors.Conflict(gone: row is null)));
                    break;
            }
        }

        await RecordAsync(lines, from: null);
        var settled = lines.Select(line => line.Seq).ToHashSet();
        return settled.Count == 0 ? changes : [.. changes.Where(change => !settled.Contains(change.Seq))];
    }

    /// <summary>
    /// Settles changes that were sent in an earlier process without an answer: done and conflict are written down, the others are planned
    /// again. Called before anything is sent.
    /// </summary>
    /// <returns>Numbers of those for which nothing is left to do.</returns>
    public async ValueTask<IReadOnlyList<long>> SettleAsync(IReadOnlyList<PlannedChange> changes)
    {
        var found = await context.Table.FindAsync(changes, stopToken);
        var lines = new List<LedgerRow>();
        var again = new List<PlannedChange>();
        foreach (var change in changes)
        {
            Judge(change, found.GetValueOrDefault(change.Seq), RowOutcome.Unknown(ApplyErrors.Conflict(gone: false)), attempts: 1, lines, again);
        }

        await RecordAsync(lines, RowState.Unknown);
        await ReleaseAsync(again, RowState.Unknown);
        context.Report();
        return [.. lines.Select(line => line.Seq)];
    }

    private async ValueTask<(WriteResult Result, TimeSpan Elapsed)> WriteAsync(IReadOnlyList<PlannedChange> pending, IRowWriter writer, int attempts)
    {
        RequireLock();
        await context.Ledger.WriteAsync([.. pending.Select(change => LedgerRow.Of(change, RowState.Sent, attempts))], CancellationToken.None);
        var start = context.Options.TimeProvider.GetTimestamp();
        var batch = builder.Build(pending, expectVersions: !Overwrites);
        using var rows = batch.Rows;
        WriteResult result;
        try
        {
            result = await writer.WriteAsync(batch, context.Options.Abort);
            if (result.Outcomes.Count != pending.Count)
            {
                throw new InvalidDataException($"The writer gave {result.Outcomes.Count} outcomes for {pending.Count} rows.");
            }
        }
        catch (Exception exception)
        {
            var error = ApplyErrors.AnswerLost(exception);
            await RecordAsync([.. pending.Select(change => LedgerRow.Of(change, RowState.Unknown, attempts, error: error))], from: null);
            throw;
        }

        return (result, context.Options.TimeProvider.GetElapsedTime(start));
    }

    /// <summary>Writes outcomes down and looks at the rows in doubt.</summary>
    /// <returns>The changes to send again; in the ledger they are planned.</returns>
    private async ValueTask<IReadOnlyList<PlannedChange>> RecordAsync(IReadOnlyList<PlannedChange> pending, WriteResult result, int attempts, bool isLastTry)
    {
        var lines = new List<LedgerRow>();
        var again = new List<PlannedChange>();
        var errors = new Dictionary<long, ErrorDetail>();
        var doubts = new List<(PlannedChange Change, RowOutcome Outcome)>();
        foreach (var (change, outcome) in pending.Zip(result.Outcomes))
        {
            if (outcome.Error is not null)
            {
                errors[change.Seq] = outcome.Error;
            }

            if (outcome.Status == RowStatus.Done)
            {
                lines.Add(LedgerRow.Of(change, RowState.Done, attempts, outcome.Id));
            }
            else if (outcome.Status == RowStatus.Failed && outcome.Error?.Recovery is Recovery.Retry or Recovery.Reconnect or Recovery.SignInAgain)
            {
                again.Add(change);
            }
            else if (IsDoubtful(change, outcome))
            {
                doubts.Add((change, outcome));
            }
            else
            {
                lines.Add(LedgerRow.Of(change, StateOf(outcome), attempts, error: outcome.Error));
            }
        }

        await RecordAsync(lines, from: null);
        await ReleaseAsync(again, from: null);
        var lost = doubts.Where(doubt => doubt.Outcome.Status == RowStatus.Unknown)
            .Select(doubt => LedgerRow.Of(doubt.Change, RowState.Unknown, attempts, error: doubt.Outcome.Error)).ToList();
        await RecordAsync(lost, from: null);
        again.AddRange(await LookAsync(doubts, attempts));

        if (again.Select(change => errors.GetValueOrDefault(change.Seq)).FirstOrDefault(error => error?.Recovery == Recovery.SignInAgain) is { } signIn)
        {
            throw SynclineException.Of(signIn with { Phase = ErrorPhase.SignIn });
        }

        return isLastTry && again.Count > 0 ? await GiveUpAsync(again, again.Count == pending.Count, errors, attempts) : again;
    }

    /// <summary>
    /// A refused add whose id the plan fixed may have been made by an earlier copy of the same request, and a conflict may be with our own
    /// write whose answer was lost: only the row itself can tell. Whether an earlier copy was sent can't be known here: a process that died
    /// may have given the change back as planned, with its request still on the way.
    /// </summary>
    private bool IsDoubtful(PlannedChange change, RowOutcome outcome) => outcome.Status switch
    {
        RowStatus.Unknown => true,
        RowStatus.Conflict => true,
        RowStatus.Failed => change.Action == PlanAction.Add && context.Table.HasRowId(change),
        _ => false,
    };

    private async ValueTask<IReadOnlyList<PlannedChange>> LookAsync(List<(PlannedChange Change, RowOutcome Outcome)> doubts, int attempts)
    {
        if (doubts.Count == 0)
        {
            return [];
        }

        var found = await context.Table.FindAsync([.. doubts.Select(doubt => doubt.Change)], context.Options.Abort);
        var again = new List<PlannedChange>();
        foreach (var group in doubts.GroupBy(doubt => doubt.Outcome.Status == RowStatus.Unknown))
        {
            var lines = new List<LedgerRow>();
            var resend = new List<PlannedChange>();
            foreach (var (change, outcome) in group)
            {
                Judge(change, found.GetValueOrDefault(change.Seq), outcome, attempts, lines, resend);
            }

            RowState? from = group.Key ? RowState.Unknown : null;
            await RecordAsync(lines, from);
            await ReleaseAsync(resend, from);
            again.AddRange(resend);
        }

        return again;
    }

    private void Judge(PlannedChange change, TargetRow? row, RowOutcome outcome, int attempts, List<LedgerRow> lines, List<PlannedChange> again)
    {
        var verdict = context.Table.Judge(change, row);
        if (verdict == Verdict.Done)
        {
            lines.Add(LedgerRow.Of(change, RowState.Done, attempts, outcome.Id));
        }
        else if (outcome.Status == RowStatus.Unknown && (verdict == Verdict.NotWritten || (Overwrites && row is not null)))
        {
            again.Add(change);
        }
        else if (outcome.Status == RowStatus.Failed)
        {
            lines.Add(LedgerRow.Of(change, RowState.Failed, attempts, error: outcome.Error));
        }
        else
        {
            var ours = change.Action == PlanAction.Add ? ApplyErrors.KeyTaken() : ApplyErrors.Conflict(gone: row is null);
            lines.Add(LedgerRow.Of(change, RowState.Conflict, attempts, error: outcome.Status == RowStatus.Conflict ? outcome.Error ?? ours : ours));
        }
    }

    private async ValueTask<IReadOnlyList<PlannedChange>> GiveUpAsync(
        List<PlannedChange> again, bool nothingGotThrough, Dictionary<long, ErrorDetail> errors, int attempts)
    {
        if (nothingGotThrough)
        {
            // The target is away, not the rows bad: they stay planned, and the run stops here instead of failing one batch after the other.
            throw ApplyErrors.GivingUp(errors[again[0].Seq], attempts);
        }

        await RecordAsync([.. again.Select(change => LedgerRow.Of(change, RowState.Failed, attempts, error: errors[change.Seq]))], from: null);
        return [];
    }

    private async ValueTask RecordAsync(IReadOnlyCollection<LedgerRow> lines, RowState? from)
    {
        await context.Ledger.WriteAsync(lines, CancellationToken.None);
        foreach (var line in lines)
        {
            context.Tally.Move(line.Action, from, line.State);
        }

        if (context.Options.OnConflict == ConflictAction.Stop && lines.Any(line => line.State == RowState.Conflict))
        {
            Volatile.Write(ref conflictStop, "A row changed on the target since the plan was made.");
        }
    }

    private async ValueTask ReleaseAsync(IReadOnlyList<PlannedChange> changes, RowState? from)
    {
        await context.Ledger.ReleaseAsync([.. changes.Select(change => change.Seq)], CancellationToken.None);
        foreach (var change in changes)
        {
            context.Tally.Move(change.Action, from, to: null);
        }
    }

    private void RequireLock()
    {
        try
        {
            if (context.Lock.LostTo() is { } other)
            {
                throw ApplyErrors.LockLost(context.Plan.Header.Target.Table, other);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ApplyErrors.RunsNotWritable(context.Options.RunsFolder, exception);
        }
    }

    private static RowState StateOf(RowOutcome outcome) => outcome.Status switch
    {
        RowStatus.Done => RowState.Done,
        RowStatus.Failed => RowState.Failed,
        RowStatus.Conflict => RowState.Conflict,
        _ => RowState.Unknown,
    };

    internal static TimeSpan WaitAfter(int tries)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(tries, 10) - 1);
        return wait < LongestWait ? wait : LongestWait;
    }
}
