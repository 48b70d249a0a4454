using Syncline.Connectors.Dataverse.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.Writing;

/// <summary>
/// Upserts rows of an elastic table. There the server's upsert replaces the whole row: what is not sent is lost without a word
/// (https://learn.microsoft.com/power-apps/developer/data-platform/use-elastic-tables). So rows are updated first, which leaves other columns alone, and those
/// that are not there are then made.
/// </summary>
internal static class ElasticUpsert
{
    /// <param name="batch">The upsert.</param>
    /// <param name="write">Writes a batch of another kind.</param>
    public static async ValueTask<WriteResult> WriteAsync(WriteBatch batch, Func<WriteBatch, ValueTask<WriteResult>> write)
    {
        var updated = await write(batch with { Kind = WriteKind.Update });
        var outcomes = updated.Outcomes.Select(outcome => outcome.Status == RowStatus.Done ? outcome with { Inserted = false } : outcome).ToArray();
        int[] missing = [.. outcomes.Index().Where(outcome => outcome.Item.Error?.Id == ErrorIds.RowNotFound).Select(outcome => outcome.Index)];
        if (missing.Length == 0 || updated.RetryAfter is not null)
        {
            return updated with { Outcomes = [.. outcomes.Select(outcome => outcome.Error?.Id == ErrorIds.RowNotFound ? RowOutcome.Failed(RowErrors.NotSent(null)) : outcome)] };
        }

        using var rows = Take(batch.Rows, missing);
        var made = await write(batch with
        {
            Kind = WriteKind.Insert,
            Rows = rows,
            KeyColumns = [],
            ExpectedVersions = null,
            Sent = batch.Sent is { } sent ? [.. missing.Select(row => WithKeys(sent[row], batch))] : null,
        });
        foreach (var (index, row) in missing.Index())
        {
            outcomes[row] = made.Outcomes[index] is { Status: RowStatus.Done } done ? done with { Inserted = true } : made.Outcomes[index];
        }

        return made with { Outcomes = outcomes };
    }

    private static RowBatch Take(RowBatch rows, IEnumerable<int> taken)
    {
        var builder = new RowBatchBuilder(rows.Columns);
        foreach (var row in taken)
        {
            builder.AppendRow([.. Enumerable.Range(0, rows.Columns.Count).Select(column => rows.GetValue(column, row))]);
        }

        return builder.Build();
    }

    /// <summary>A new row is sent its key too.</summary>
    private static System.Collections.BitArray WithKeys(System.Collections.BitArray sent, WriteBatch batch)
    {
        var all = new System.Collections.BitArray(sent);
        foreach (var key in batch.KeyColumns)
        {
            all[batch.Rows.IndexOf(key)] = true;
        }

        return all;
    }
}
