using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>
/// One batch on its way: sends its rows and collects what became of each. After the server asks to slow down, an answer is lost or the
/// sign-in dies, nothing more is sent; what was not sent says so. Used once.
/// </summary>
internal sealed class WriteRun(IDataverseTransport transport, BulkSupport bulk, RowWritePlan plan)
{
    /// <summary>Single requests of one batch under way at the same time. Small: the caller runs several batches beside each other.</summary>
    private const int SinglesAtOnce = 4;

    /// <summary>From so few rows on, a refused bulk request is not halved further: each row then gets an operation of its own.</summary>
    private const int FewRows = 8;

    /// <summary>Most operations of one <c>$batch</c> request.</summary>
    private const int MostOperations = 1000;

    /// <summary>Rows that a bulk message on an elastic table should have (https://learn.microsoft.com/power-apps/developer/data-platform/bulk-operations).</summary>
    private const int ElasticRows = 100;

    private readonly RowOutcome?[] outcomes = new RowOutcome?[plan.Rows.RowCount];
    private readonly Lock gate = new();
    private int? parallelism;
    private ServerHeadroom? headroom;
    private TimeSpan? retryAfter;
    private ErrorDetail? halted;
    private SynclineException? fatal;
    private bool anythingSent;

    public void Set(int row, RowOutcome outcome) => outcomes[row] = outcome;

    /// <summary>
    /// Sends rows by a bulk message. On a standard table it writes all or none, and a refused one is halved until the bad rows stand alone; on an
    /// elastic one the refusal tells what became of each row, and nothing is sent again.
    /// </summary>
    public async ValueTask SendTogetherAsync(BulkMessage message, ReadOnlyMemory<int> rows, CancellationToken cancellationToken)
    {
        if (plan.Table.IsElastic && rows.Length > ElasticRows)
        {
            for (var at = 0; at < rows.Length; at += ElasticRows)
            {
                await SendTogetherAsync(message, rows.Slice(at, Math.Min(ElasticRows, rows.Length - at)), cancellationToken);
            }

            return;
        }

        if (rows.Length <= 1)
        {
            await SendEachAsync(rows, cancellationToken);
            return;
        }

        if (IsHalted(cancellationToken))
        {
            return;
        }

        var reply = await SendAsync(() => transport.SendBulkAsync(message, plan, rows, cancellationToken));
        if (reply is null || Settle(reply, rows))
        {
            return;
        }

        var fault = reply.Fault!;
        if (BulkSupport.IsUnsupported(fault))
        {
            bulk.NotOffered(plan.Table.LogicalName, message);
            await SendEachAsync(rows, cancellationToken);
        }
        else if (plan.Table.IsElastic || fault.RowResults is not null)
        {
            SettleElastic(fault, rows);
        }
        else if (rows.Length <= FewRows)
        {
            await SendEachAsync(rows, cancellationToken);
        }
        else
        {
            var half = rows.Length / 2;
            await SendTogetherAsync(message, rows[..half], cancellationToken);
            await SendTogetherAsync(message, rows[half..], cancellationToken);
        }
    }

    /// <summary>Sends each row as an operation of its own, all of them in one request where the site takes that.</summary>
    public async ValueTask SendEachAsync(ReadOnlyMemory<int> rows, CancellationToken cancellationToken)
    {
        for (var at = 0; at < rows.Length; at += MostOperations)
        {
            await SendBatchAsync(rows.Slice(at, Math.Min(MostOperations, rows.Length - at)), cancellationToken);
        }
    }

    /// <summary>Sends each row by a request of its own, a few at a time.</summary>
    private async ValueTask SendSinglyAsync(ReadOnlyMemory<int> rows, CancellationToken cancellationToken)
    {
        var next = -1;
        async Task SendNextAsync()
        {
            int at;
            while ((at = Interlocked.Increment(ref next)) < rows.Length && !IsHalted(cancellationToken))
            {
                var one = rows.Slice(at, 1);
                if (await SendAsync(() => transport.SendOneAsync(plan, one.Span[0], cancellationToken)) is { } reply)
                {
                    SettleOne(reply, one);
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(SinglesAtOnce, rows.Length)).Select(_ => SendNextAsync()));
    }

    private async ValueTask SendBatchAsync(ReadOnlyMemory<int> rows, CancellationToken cancellationToken)
    {
        if (rows.Length <= 1 || !bulk.TakesBatches)
        {
            await SendSinglyAsync(rows, cancellationToken);
            return;
        }

        if (IsHalted(cancellationToken) || await SendAsync(() => transport.SendBatchAsync(plan, rows, cancellationToken)) is not { } reply)
        {
            return;
        }

        if (reply.Parts is { } parts)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                SettleOne(parts[i], rows.Slice(i, 1));
            }
        }
        else if (reply.Fault is { } fault && BulkSupport.IsUnsupported(fault))
        {
            bulk.NoBatches();
            await SendSinglyAsync(rows, cancellationToken);
        }
        else if (!Settle(reply, rows))
        {
            // The batch itself was refused (too large, not understood), so none of it was carried out: smaller ones may go through.
            await SendBatchAsync(rows[..(rows.Length / 2)], cancellationToken);
            await SendBatchAsync(rows[(rows.Length / 2)..], cancellationToken);
        }
    }

    /// <summary>The outcomes; rows that were never sent are failed and may be sent again.</summary>
    /// <exception cref="SynclineException">The sign-in is dead or the site is gone, and no row was touched.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before anything was sent.</exception>
    public WriteResult Result(CancellationToken cancellationToken)
    {
        if (!outcomes.Any(outcome => outcome?.Status is RowStatus.Done or RowStatus.Unknown or RowStatus.Conflict))
        {
            if (fatal is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fatal);
            }

            if (!anythingSent)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        var notSent = RowErrors.NotSent(halted ?? fatal?.Error);
        return new WriteResult
        {
            Outcomes = [.. outcomes.Select(outcome => outcome ?? RowOutcome.Failed(notSent))],
            RecommendedParallelism = parallelism,
            RetryAfter = retryAfter,
            Headroom = headroom,
        };
    }

    private bool IsHalted(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return halted is not null || fatal is not null || cancellationToken.IsCancellationRequested;
        }
    }

    private async ValueTask<WriteReply?> SendAsync(Func<ValueTask<WriteReply>> send)
    {
        try
        {
            var reply = await send();
            lock (gate)
            {
                anythingSent |= !reply.NotSent;
                parallelism = reply.RecommendedParallelism ?? parallelism;
                headroom = reply.Headroom ?? headroom;
            }

            return reply;
        }
        catch (SynclineException exception)
        {
            lock (gate)
            {
                fatal ??= exception;
            }

            return null;
        }
        catch (OperationCanceledException)
        {
            // Cancelled before the request left: Result says so for each row that was not sent.
            return null;
        }
    }

    private void SettleOne(WriteReply reply, ReadOnlyMemory<int> row)
    {
        if (!Settle(reply, row))
        {
            Set(row.Span[0], RowErrors.Outcome(reply.Fault!, plan, row.Span[0]));
        }
    }

    /// <summary>Elastic tables keep the rows that went through. Where the refusal does not tell of a row, only reading it can.</summary>
    private void SettleElastic(ServerFault fault, ReadOnlyMemory<int> rows)
    {
        SetAll(rows, RowOutcome.Unknown(RowErrors.InDoubt(fault)));
        foreach (var result in fault.RowResults ?? [])
        {
            if (result.Index < 0 || result.Index >= rows.Length)
            {
                continue;
            }

            var row = rows.Span[result.Index];

            // Code and text are those of the first bad row; a row that is not there has a status that tells enough.
            var own = result.Status == 404
                ? fault with { Status = 404, Code = null, Number = ServerErrorCodes.ObjectDoesNotExist, Text = null, RowResults = null }
                : fault with { Status = result.Status, RowResults = null };
            Set(row, result.Status is >= 200 and < 300
                ? new RowOutcome { Status = RowStatus.Done, Id = result.Id ?? plan.KnownId(row) }
                : own.IsTurnedAway ? RowOutcome.Failed(RowErrors.TurnedAway(own)) : RowErrors.Outcome(own, plan, row));
        }
    }

    /// <summary>Settles what does not depend on the single row; false when the rows themselves were refused.</summary>
    private bool Settle(WriteReply reply, ReadOnlyMemory<int> rows)
    {
        if (reply.IsSuccess)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows.Span[i];
                Set(row, new RowOutcome
                {
                    Status = RowStatus.Done,
                    Id = reply.Ids?[i] ?? plan.KnownId(row),
                    Inserted = plan.Kind == WriteKind.Upsert ? reply.Inserted?[i] : null,
                });
            }

            return true;
        }

        if (reply.Unanswered is { } lost)
        {
            Halt(lost, wait: null);
            SetAll(rows, reply.NotSent ? RowOutcome.Failed(lost with { Phase = ErrorPhase.Write }) : RowOutcome.Unknown(lost with { Phase = ErrorPhase.Write, Recovery = Recovery.Stop }));
            return true;
        }

        var fault = reply.Fault!;
        if (fault.IsAmbiguous)
        {
            var error = RowErrors.Ambiguous(fault);
            Halt(error, fault.RetryAfter);
            SetAll(rows, RowOutcome.Unknown(error));
            return true;
        }

        if (fault.IsTurnedAway)
        {
            var error = RowErrors.TurnedAway(fault);
            Halt(error, fault.RetryAfter);
            SetAll(rows, RowOutcome.Failed(error));
            return true;
        }

        if (RowErrors.OfRun(fault, transport.Site) is { } concernsAll)
        {
            lock (gate)
            {
                fatal ??= SynclineException.Of(concernsAll);
            }

            return true;
        }

        return false;
    }

    private void Halt(ErrorDetail error, TimeSpan? wait)
    {
        lock (gate)
        {
            halted ??= error;
            retryAfter = wait > (retryAfter ?? TimeSpan.Zero) ? wait : retryAfter;
        }
    }

    private void SetAll(ReadOnlyMemory<int> rows, RowOutcome outcome)
    {
        foreach (var row in rows.Span)
        {
            Set(row, outcome);
        }
    }
}
