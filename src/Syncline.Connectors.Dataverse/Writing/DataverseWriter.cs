using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Files;
using Syncline.Connectors.Dataverse.Parties;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>
/// Writes batches, whatever the transport. Rows go by a bulk message where the table has it and no row demands a version. Bulk messages can't
/// demand a row's version through the Web API, and a check before a bulk update would leave a gap in which another's change is overwritten:
/// so rows with an expected version, deletions and the like are each an operation of its own, many of them in one request.
/// </summary>
internal sealed class DataverseWriter(IDataverseTransport transport, TableCatalog catalog) : IRowWriter
{
    private readonly BulkSupport bulk = new(transport);
    private readonly ChoiceWriter choices = new(transport, catalog);

    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return batch.Table == DerivedTables.ChoicesName ? await choices.WriteAsync(batch, cancellationToken) : await WriteCheckedAsync(batch, cancellationToken);
        }
        catch (ConnectionException exception) when (exception.Error.Recovery is Recovery.Retry or Recovery.Reconnect)
        {
            // Only what is asked before the first row can end up here: a site that is busy or away just now is an outcome, not the run's end.
            var error = exception.Error with { Phase = ErrorPhase.Write, Recovery = Recovery.Retry };
            return WriteResult.AllFailed(batch.Rows.RowCount, error) with { RetryAfter = error.RetryAfter };
        }
        catch (ReadException exception)
        {
            // The rows whose party lists were to be completed could not be read. Nothing was sent.
            return WriteResult.AllFailed(batch.Rows.RowCount, exception.Error with { Phase = ErrorPhase.Write });
        }
    }

    private async ValueTask<WriteResult> WriteCheckedAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Kind == WriteKind.Upsert && !batch.Table.StartsWith('@') && (await catalog.DescribeAsync(batch.Table, cancellationToken)).IsElastic)
        {
            return await ElasticUpsert.WriteAsync(batch, part => WriteCheckedAsync(part, cancellationToken));
        }

        var plan = await RowWritePlan.CreateAsync(batch, catalog, cancellationToken);
        plan.Parties = plan.PartyColumns.Count > 0 ? await PartyLists.PrepareAsync(plan, transport, catalog, cancellationToken) : null;
        var run = new WriteRun(transport, bulk, plan);
        var together = new List<int>();
        var each = new List<int>();
        var message = BulkMessageOf(plan);
        for (var row = 0; row < batch.Rows.RowCount; row++)
        {
            if (plan.Check(row) is { } error)
            {
                run.Set(row, RowOutcome.Failed(error));
            }
            else
            {
                (message is not null && plan.ExpectedVersion(row) is null ? together : each).Add(row);
            }
        }

        if (together.Count == 1 || (message is { } offered && together.Count > 0
            && !await bulk.IsOfferedAsync(plan.Table.LogicalName, offered, cancellationToken)))
        {
            each.AddRange(together);
            together.Clear();
        }

        if (together.Count > 0)
        {
            await run.SendTogetherAsync(message!.Value, together.ToArray(), cancellationToken);
        }

        if (each.Count > 0)
        {
            await run.SendEachAsync(each.ToArray(), cancellationToken);
        }

        return await FileUploads.SendAsync(transport, plan, run.Result(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// The bulk message for a batch; null where there is none that is safe: updates by alternate key are only certain never to create a row as
    /// operations with a condition, only elastic tables have a message that deletes, and of party lists it is not documented that a bulk message
    /// takes them.
    /// </summary>
    private static BulkMessage? BulkMessageOf(RowWritePlan plan) => plan switch
    {
        { Association: not null } or { Parties: not null } => null,
        { Kind: WriteKind.Insert } => BulkMessage.CreateMultiple,
        { Kind: WriteKind.Update, FindsByPrimaryId: true } => BulkMessage.UpdateMultiple,
        { Kind: WriteKind.Upsert } => BulkMessage.UpsertMultiple,
        { Kind: WriteKind.Delete, FindsByPrimaryId: true, Table.IsElastic: true } => BulkMessage.DeleteMultiple,
        _ => null,
    };
}
