using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Syncline.Core.Errors;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Reading.Ranges;

/// <summary>
/// Reads a large table in several ranges beside each other, and any other in one pass. Both give the same rows: each that is there from beginning to end
/// once. Only the order differs. A site that does not count, or knows no ranges, is read in one pass.
/// </summary>
internal sealed class RangeReader(IDataverseTransport transport, RangeLimits? limits)
{
    /// <summary>Reads.</summary>
    public async IAsyncEnumerable<RowBatch> ReadAsync(RowQuery query, bool inOrder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ranges = inOrder || limits is null ? [default] : await CutAsync(query, limits, cancellationToken);
        await foreach (var batch in ranges.Count == 1 ? transport.ReadAsync(query, cancellationToken) : ReadRangesAsync(query, ranges, limits!.AtOnce, cancellationToken))
        {
            yield return batch;
        }
    }

    private async ValueTask<IReadOnlyList<CreatedRange>> CutAsync(RowQuery query, RangeLimits limits, CancellationToken cancellationToken)
    {
        if (transport.Ranges is not { } counter || !MayCut(query) || await transport.EstimateRowsAsync(query.Table.LogicalName, cancellationToken) is not { } rows || rows < limits.LargeTable)
        {
            return [default];
        }

        try
        {
            // Several ranges for each reader, so that all are busy to the end.
            var fair = Math.Min(limits.RowsPerRange, Math.Max(query.PageSize * 2, rows / (limits.AtOnce * 4)));
            return await new RangePlanner(counter, query, limits with { RowsPerRange = fair }).CutAsync(cancellationToken);
        }
        catch (ReadException)
        {
            // Whatever keeps the site from counting, one pass needs no counts; where the rows themselves can't be read, it says why.
            return [default];
        }
    }

    /// <summary>FetchXML has orders and limits of its own, and elastic and virtual tables, like pairs of an N:N relationship, promise no time of their making.</summary>
    private static bool MayCut(RowQuery query) =>
        query is { Keys: null, Fetch: null, MaxRows: null, Table: { IsStandard: true, Association: null } }
        && query.Table.Find(CreatedRange.ColumnName) is { Type: Schema.AttributeType.DateTime, Column.CanRead: true };

    private async IAsyncEnumerable<RowBatch> ReadRangesAsync(
        RowQuery query, IReadOnlyList<CreatedRange> ranges, int atOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<RowBatch>(new BoundedChannelOptions(atOnce) { SingleReader = true });
        var reading = ReadAllAsync();
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                yield return batch;
            }

            await reading;
        }
        finally
        {
            await abandoned.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // what failed is in the channel's end, and has been thrown from there
            while (batches.Reader.TryRead(out var left))
            {
                left.Dispose();
            }
        }

        async Task ReadAllAsync()
        {
            try
            {
                await Parallel.ForEachAsync(ranges, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = abandoned.Token }, ReadRangeAsync);
                batches.Writer.Complete();
            }
            catch (Exception exception)
            {
                batches.Writer.Complete(exception);
                throw;
            }
        }

        async ValueTask ReadRangeAsync(CreatedRange range, CancellationToken token)
        {
            await foreach (var batch in transport.ReadAsync(query with { Created = range }, token))
            {
                await WriteAsync(batch, token);
            }
        }

        async ValueTask WriteAsync(RowBatch batch, CancellationToken token)
        {
            try
            {
                await batches.Writer.WriteAsync(batch, token);
            }
            catch (OperationCanceledException)
            {
                batch.Dispose();
                throw;
            }
        }
    }
}
