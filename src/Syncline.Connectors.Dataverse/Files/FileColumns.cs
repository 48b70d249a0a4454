using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Files;

/// <summary>Reads rows together with the files and images asked for, each of which costs a request of its own.</summary>
internal static class FileColumns
{
    /// <summary>Bytes of files in one batch.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    private const int AtOnce = 4;

    /// <summary>Whether a query asks for any.</summary>
    public static bool AreAsked(RowQuery query) => query.Columns.Any(IsFile);

    /// <summary>
    /// Reads the rows first, without files, then their files, a few at a time. Batches end where their files reach <see cref="MostBytes"/>, so that no more
    /// than that and the files under way are in memory.
    /// </summary>
    public static async IAsyncEnumerable<RowBatch> ReadAsync(IDataverseTransport transport, RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = new QueryColumn(query.Table.Find(query.Table.PrimaryId)!.Column, query.Table.Find(query.Table.PrimaryId));
        var plain = query.Columns.Where(column => !IsFile(column) && column.Column.Name != id.Column.Name).Append(id).ToList();
        await foreach (var batch in transport.ReadAsync(query with { Columns = plain }, cancellationToken))
        {
            using (batch)
            {
                for (var row = 0; row < batch.RowCount;)
                {
                    var (filled, next) = await FillAsync(transport, query, batch, row, cancellationToken);
                    row = next;
                    yield return filled;
                }
            }
        }
    }

    /// <summary>Rows from one on with their files, as many as <see cref="MostBytes"/> lets through, and the row behind them.</summary>
    private static async ValueTask<(RowBatch Rows, int Next)> FillAsync(IDataverseTransport transport, RowQuery query, RowBatch batch, int row, CancellationToken cancellationToken)
    {
        var files = query.Columns.Where(IsFile).ToList();
        var id = batch.IndexOf(query.Table.PrimaryId);
        var builder = new RowBatchBuilder([.. query.Columns.Select(column => column.Column)]);
        for (var bytes = 0L; row < batch.RowCount && bytes < MostBytes; row += AtOnce)
        {
            var contents = new byte[]?[Math.Min(AtOnce, batch.RowCount - row), files.Count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, contents.GetLength(0)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (one, token) =>
                {
                    for (var file = 0; file < files.Count; file++)
                    {
                        contents[one, file] = await transport.DownloadAsync(query.Table, batch.GetGuid(id, row + one), files[file].Definition!, token);
                    }
                });
            for (var one = 0; one < contents.GetLength(0); one++)
            {
                builder.AppendRow([.. query.Columns.Select(column => IsFile(column) ? contents[one, files.IndexOf(column)] : batch.GetValue(batch.IndexOf(column.Column.Name), row + one))]);
            }

            bytes += contents.Cast<byte[]?>().Sum(content => (long)(content?.Length ?? 0));
        }

        return (builder.Build(), Math.Min(row, batch.RowCount));
    }

    private static bool IsFile(QueryColumn column) => column.Definition is { IsFile: true, Companion: CompanionKind.None };
}
