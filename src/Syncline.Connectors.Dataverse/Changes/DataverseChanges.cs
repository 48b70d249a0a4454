using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.LookupKeys;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Changes;
using Syncline.Core.Reading;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Changes;

/// <summary>Change tracking over any transport: asks for changes, and reads everything where the server can't tell them.</summary>
internal sealed class DataverseChanges(IDataverseTransport transport, TableCatalog catalog) : IChangeTracking
{
    public IAsyncEnumerable<ChangeBatch> ReadAsync(ReadRequest request, string? since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request is { Filter: null, Keys: null, MaxRows: null }
            ? ReadCheckedAsync(request, since, cancellationToken)
            : throw new ArgumentException("Changes are read of whole tables: without filter, keys and limit.", nameof(request));
    }

    private async IAsyncEnumerable<ChangeBatch> ReadCheckedAsync(ReadRequest request, string? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var table = await catalog.DescribeAsync(request.Table, cancellationToken);
        var query = RowQuery.From(request, table);
        var keys = LookupKeyReader.AreAsked(query) ? new LookupKeyReader(transport, catalog, query) : null;
        query = keys?.Plain ?? query;
        string? why = null;
        if (table.TracksChanges)
        {
            // A refusal comes before the first batch: what was asked for is then asked for in the next best way.
            var attempts = since is null ? 1 : 2;
            for (var attempt = 1; attempt <= attempts; attempt++)
            {
                await using var batches = transport.ReadChangesAsync(query, since, cancellationToken).GetAsyncEnumerator(cancellationToken);
                bool hasNext;
                try
                {
                    hasNext = await batches.MoveNextAsync();
                }
                catch (ChangesRefusedException refused)
                {
                    if (refused.IsTracked)
                    {
                        why = $"The changes of table \"{table.LogicalName}\" since the last read are no longer known to the site (its tokens expire).";
                        since = null;
                        continue;
                    }

                    break;
                }

                for (; hasNext; hasNext = await batches.MoveNextAsync())
                {
                    var batch = batches.Current;
                    yield return new ChangeBatch { Rows = await FillAsync(keys, batch.Rows, cancellationToken), DeletedKeys = batch.DeletedKeys, IsFull = since is null, WhyFull = why, Token = batch.Token };
                }

                yield break;
            }
        }

        why = $"Change tracking is off for table \"{table.LogicalName}\"; an administrator can turn it on in the table's properties.";
        await foreach (var rows in transport.ReadAsync(query, cancellationToken))
        {
            yield return new ChangeBatch { Rows = await FillAsync(keys, rows, cancellationToken), IsFull = true, WhyFull = why };
        }

        yield return new ChangeBatch { IsFull = true, WhyFull = why };
    }

    private static async ValueTask<RowBatch?> FillAsync(LookupKeyReader? keys, RowBatch? rows, CancellationToken cancellationToken)
    {
        if (keys is null || rows is null)
        {
            return rows;
        }

        using (rows)
        {
            return await keys.FillAsync(rows, cancellationToken);
        }
    }
}
