using System.Runtime.CompilerServices;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Http;
using Syncline.Connectors.Dataverse.Reading;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Dataverse.Files;

/// <summary>Reads rows together with the files and images asked for, each of which costs a request of its own.</summary>
internal static class FileColumns
{
    /// <summary>Bytes of files in one batch.</summary>
    public const long MostBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Files up to this size are fetched beside each other, ahead of their turn. A larger one is read from the wire straight into its batch: held open until then, it could
    /// be given up by the site, which does not wait long for a reader.
    /// </summary>
    public const int SmallBytes = 1024 * 1024;

    private const int AtOnce = 4;

    /// <summary>Whether a query asks for any.</summary>
    public static bool AreAsked(RowQuery query) => query.Columns.Any(IsFile);

    /// <summary>
    /// Reads the rows first, without files, then their files. Batches end where their files reach <see cref="MostBytes"/>, so that no more than that, the file
    /// that goes beyond it and a few small ones are in memory.
    /// </summary>
    public static async IAsyncEnumerable<RowBatch> ReadAsync(IDataverseTransport transport, RowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = new QueryColumn(query.Table.Find(query.Table.PrimaryId)!.Column, query.Table.Find(query.Table.PrimaryId));
        var files = query.Columns.Where(IsFile).ToList();
        var plain = query.Columns.Where(column => !IsFile(column) && column.Column.Name != id.Column.Name).Append(id).ToList();
        await foreach (var batch in transport.ReadAsync(query with { Columns = plain }, cancellationToken))
        {
            using (batch)
            {
                var ids = batch.IndexOf(query.Table.PrimaryId);
                var (builder, bytes) = (NewBatch(query), 0L);
                for (var first = 0; first < batch.RowCount; first += AtOnce)
                {
                    var ahead = await FetchAsync(transport, query.Table, files, [.. Enumerable.Range(first, Math.Min(AtOnce, batch.RowCount - first)).Select(row => batch.GetGuid(ids, row))], cancellationToken);
                    for (var row = first; row < first + ahead.GetLength(0); row++)
                    {
                        for (var column = 0; column < query.Columns.Count; column++)
                        {
                            if (files.IndexOf(query.Columns[column]) is var file and >= 0)
                            {
                                bytes += await AppendAsync(builder[column], ahead[row - first, file], transport, query.Table, batch.GetGuid(ids, row), files[file].Definition!, cancellationToken);
                            }
                            else
                            {
                                builder[column].AppendValue(batch.GetValue(batch.IndexOf(query.Columns[column].Column.Name), row));
                            }
                        }

                        if (bytes >= MostBytes)
                        {
                            yield return builder.Build();
                            (builder, bytes) = (NewBatch(query), 0L);
                        }
                    }
                }

                if (builder.RowCount > 0)
                {
                    yield return builder.Build();
                }
            }
        }
    }

    private static RowBatchBuilder NewBatch(RowQuery query) => new([.. query.Columns.Select(column => column.Column)]);

    /// <summary>The files of some rows, by row and column, as far as they are small.</summary>
    private static async ValueTask<FetchedFile[,]> FetchAsync(
        IDataverseTransport transport, TableDefinition table, List<QueryColumn> files, Guid[] ids, CancellationToken cancellationToken)
    {
        var fetched = new FetchedFile[ids.Length, files.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ids.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (row, token) =>
            {
                for (var file = 0; file < files.Count; file++)
                {
                    var column = files[file].Definition!;
                    using var download = await transport.DownloadAsync(table, ids[row], column, token);
                    fetched[row, file] = download is null ? new FetchedFile(null, IsThere: false)
                        : download.Length is <= SmallBytes ? new FetchedFile(await ReadAsync(download, table, column, token), IsThere: true)
                        : new FetchedFile(null, IsThere: true);
                }
            });
        return fetched;
    }

    private static async ValueTask<byte[]> ReadAsync(FileDownload download, TableDefinition table, ColumnDefinition column, CancellationToken cancellationToken)
    {
        var content = new byte[download.Length!.Value];
        await GuardAsync(table, column, async () =>
        {
            await download.Content.ReadExactlyAsync(content, cancellationToken);
            return content.Length;
        }, cancellationToken);
        return content;
    }

    /// <summary>Adds a file to its batch; returns how many bytes it has.</summary>
    private static async ValueTask<long> AppendAsync(
        ColumnBuilder builder, FetchedFile fetched, IDataverseTransport transport, TableDefinition table, Guid id, ColumnDefinition column, CancellationToken cancellationToken)
    {
        if (fetched.Content is { } content)
        {
            builder.Append(content.AsSpan());
            return content.Length;
        }

        using var download = fetched.IsThere ? await transport.DownloadAsync(table, id, column, cancellationToken) : null;
        if (download is null)
        {
            builder.AppendNull();
            return 0;
        }

        return await GuardAsync(table, column, () => builder.AppendAsync(download.Content, download.Length, cancellationToken), cancellationToken);
    }

    /// <exception cref="Core.Errors.ReadException">The file did not come whole.</exception>
    private static async ValueTask<long> GuardAsync(TableDefinition table, ColumnDefinition column, Func<ValueTask<long>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException || HttpAnswers.IsUnanswered(exception, cancellationToken))
        {
            throw ReadErrors.PageBroken(table.LogicalName, $"the file in {column.LogicalName} did not come whole", exception);
        }
    }

    private static bool IsFile(QueryColumn column) => column.Definition is { IsFile: true, Companion: CompanionKind.None };

    /// <summary>A file that was asked for; without content when there is none, or when it is too large to be held until its turn.</summary>
    private readonly record struct FetchedFile(byte[]? Content, bool IsThere);
}
