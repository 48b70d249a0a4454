using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Files;

/// <summary>Reads rows together with the files and images asked for, each of which costs a request of its own.</summary>
internal static class FileColumns
{
    private const int AtOnce = 4;

    /// <summary>Whether a query asks for any.</summary>
    public static bool AreAsked(RowQuery query) => query.Columns.Any(IsFile);

    /// <summary>Reads the rows first, without files, then the files of each batch, a few at a time.</summary>
    public static async IAsyncEnumerable<RowBatch> ReadAsync(IDataverseTransport transport, RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = new QueryColumn(query.Table.Find(query.Table.PrimaryId)!.Column, query.Table.Find(query.Table.PrimaryId));
        var plain = query.Columns.Where(column => !IsFile(column) && column.Column.Name != id.Column.Name).Append(id).ToList();
        await foreach (var batch in transport.ReadAsync(query with { Columns = plain }, cancellationToken))
        {
            using (batch)
            {
                yield return await WithFilesAsync(transport, query, batch, cancellationToken);
            }
        }
    }

    private static async ValueTask<RowBatch> WithFilesAsync(IDataverseTransport transport, RowQuery query, RowBatch batch, CancellationToken cancellationToken)
    {
        var files = query.Columns.Where(IsFile).ToList();
        var contents = new byte[]?[batch.RowCount, files.Count];
        var id = batch.IndexOf(query.Table.PrimaryId);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, batch.RowCount), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (row, token) =>
            {
                for (var file = 0; file < files.Count; file++)
                {
                    contents[row, file] = await transport.DownloadAsync(query.Table, batch.GetGuid(id, row), files[file].Definition!, token);
                }
            });

        var builder = new RowBatchBuilder([.. query.Columns.Select(column => column.Column)]);
        for (var row = 0; row < batch.RowCount; row++)
        {
            builder.AppendRow([.. query.Columns.Select(column => IsFile(column) ? contents[row, files.IndexOf(column)] : batch.GetValue(batch.IndexOf(column.Column.Name), row))]);
        }

        return builder.Build();
    }

    private static bool IsFile(QueryColumn column) => column.Definition is { IsFile: true, Companion: CompanionKind.None };
}
