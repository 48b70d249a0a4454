using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Files;

/// <summary>
/// Uploads the files of rows that were written. A row is done when its files are: one whose upload fails is failed although its other values
/// stand, and sending it again is safe, since files are only ever set in rows that are there.
/// </summary>
internal static class FileUploads
{
    /// <summary>Uploads, and gives the result with what became of the files in it.</summary>
    public static async ValueTask<WriteResult> SendAsync(IDataverseTransport transport, RowWritePlan plan, WriteResult result, CancellationToken cancellationToken)
    {
        if (plan.Files.Count == 0)
        {
            return result;
        }

        var outcomes = result.Outcomes.ToArray();
        TimeSpan? retryAfter = null;
        for (var row = 0; row < outcomes.Length; row++)
        {
            if (outcomes[row].Status != RowStatus.Done || !plan.Files.Any(file => plan.IsSent(row, file)))
            {
                continue;
            }

            outcomes[row] = retryAfter is null && !cancellationToken.IsCancellationRequested
                ? await SendAsync(transport, plan, row, outcomes[row], cancellationToken)
                : RowOutcome.Failed(RowErrors.NotSent(null));
            retryAfter ??= outcomes[row].Error?.RetryAfter;
        }

        return result with { Outcomes = outcomes, RetryAfter = retryAfter ?? result.RetryAfter };
    }

    private static async ValueTask<RowOutcome> SendAsync(IDataverseTransport transport, RowWritePlan plan, int row, RowOutcome written, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(written.Id ?? plan.KnownId(row), out var id))
        {
            return RowOutcome.Failed(RowErrors.FileWithoutRow(plan.Files[0].Definition.LogicalName));
        }

        foreach (var file in plan.Files.Where(file => plan.IsSent(row, file)))
        {
            var content = plan.Rows.IsNull(file.Index, row) ? (ReadOnlyMemory<byte>?)null : plan.Rows.GetMemory(file.Index, row);
            var reply = await UploadAsync(transport, plan, id, file, plan.FileName(file, row), content, cancellationToken);
            if (reply.Unanswered is { } lost)
            {
                // Set again it is the same file: no doubt to settle.
                return RowOutcome.Failed(lost with { Phase = ErrorPhase.Write, Recovery = RecoveryOf(lost, reply.NotSent), Column = file.Definition.LogicalName });
            }

            if (reply.Fault is { } fault)
            {
                return RowOutcome.Failed(fault.IsTurnedAway || fault.IsAmbiguous ? RowErrors.TurnedAway(fault) : RowErrors.FileRefused(fault, file.Definition.LogicalName));
            }
        }

        return written;
    }

    /// <summary>What is asked for before a file is sent may be refused for good; the rest is worth another try.</summary>
    private static Recovery RecoveryOf(ErrorDetail lost, bool wasNotSent) => lost.Recovery switch
    {
        Recovery.SignInAgain => Recovery.SignInAgain,
        Recovery.Stop when wasNotSent => Recovery.SkipRow,
        _ => Recovery.Retry,
    };

    /// <summary>The rows stand already: what goes wrong here belongs to the one row, and must not hide what became of the others.</summary>
    private static async ValueTask<WriteReply> UploadAsync(
        IDataverseTransport transport, RowWritePlan plan, Guid id, WriteColumn file, string name, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken)
    {
        try
        {
            return await transport.UploadAsync(plan.Table, id, file.Definition, name, content, cancellationToken);
        }
        catch (SynclineException exception)
        {
            return new WriteReply { Unanswered = exception.Error, NotSent = true };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new WriteReply { Unanswered = RowErrors.NotSent(null), NotSent = true };
        }
    }
}
