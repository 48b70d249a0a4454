using Syncline.Connectors.Files.Tables;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>
/// Writes rows to a table of many files: one that is there stays in its file, and a new one goes to the file of the folder that its values name. Each
/// file is replaced as a whole, one after the other. One write at a time.
/// </summary>
internal sealed class PartitionWriter(FileConnection connection, FileLocation location, IReadOnlyList<string> partitionBy) : IRowWriter, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ParquetFormat format = new(hasPartitions: true);

    public void Dispose() => turn.Dispose();

    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var table = await connection.FindAsync(batch.Table, cancellationToken);
            var columns = (await connection.DescribeAsync(table, cancellationToken)).Columns;
            var routes = new PartitionRoutes(batch, table, columns, partitionBy, location);
            await MeetAsync(table, columns, routes, cancellationToken);
            return new WriteResult { Outcomes = await WriteAsync(batch, columns, routes, cancellationToken) };
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Finds the files in which the batch's rows are.</summary>
    private async ValueTask MeetAsync(FileTable table, IReadOnlyList<ColumnSchema> columns, PartitionRoutes routes, CancellationToken cancellationToken)
    {
        foreach (var file in table.Files)
        {
            await foreach (var rows in format.ReadAsync(file, columns, routes.KeyChoice, batchSize: 8192, long.MaxValue, cancellationToken).WithCancellation(cancellationToken))
            {
                using (rows)
                {
                    routes.Meet(file, rows);
                }
            }
        }
    }

    private async ValueTask<IReadOnlyList<RowOutcome>> WriteAsync(WriteBatch batch, IReadOnlyList<ColumnSchema> columns, PartitionRoutes routes, CancellationToken cancellationToken)
    {
        var outcomes = new RowOutcome[batch.Rows.RowCount];
        var byFile = routes.Decide(outcomes);
        int[] cells = [.. Enumerable.Range(0, batch.Rows.Columns.Count).Where(cell => !partitionBy.Contains(batch.Rows.Columns[cell].Name, StringComparer.OrdinalIgnoreCase))];
        var inFile = ColumnDeclarations.Of([.. columns.Where(column => !partitionBy.Contains(column.Name, StringComparer.OrdinalIgnoreCase))]);
        foreach (var (path, rows) in byFile)
        {
            var result = await WriteAsync(path, inFile, batch, rows, cells, cancellationToken);
            foreach (var (i, row) in rows.Index())
            {
                outcomes[row] = result.Outcomes[i];
            }

            cancellationToken = CancellationToken.None; // what is begun is finished: the rows in the first file are written
        }

        return outcomes;
    }

    /// <summary>Writes some rows of the batch to one file.</summary>
    private async ValueTask<WriteResult> WriteAsync(string path, ColumnDeclarations inFile, WriteBatch batch, IReadOnlyList<int> rows, int[] cells, CancellationToken cancellationToken)
    {
        var builder = new RowBatchBuilder([.. cells.Select(cell => batch.Rows.Columns[cell])]);
        foreach (var row in rows)
        {
            builder.AppendRow([.. cells.Select(cell => batch.Rows.GetValue(cell, row))]);
        }

        using var part = builder.Build();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var failure = RowOutcome.Failed(FileWriteErrors.WriteFailed(path, exception.Message));
            return new WriteResult { Outcomes = [.. rows.Select(_ => failure)] };
        }

        await using var file = new FileConnection(location with { Path = path, OneTable = null, Columns = inFile }, new ParquetFormat(hasPartitions: false));
        return await file.Writer!.WriteAsync(
            batch with
            {
                Table = Path.GetFileName(path),
                Rows = part,
                KeyColumns = [.. batch.KeyColumns.Where(key => !partitionBy.Contains(key, StringComparer.OrdinalIgnoreCase))],
                Sent = batch.Sent is null ? null : [.. rows.Select(row => new System.Collections.BitArray([.. cells.Select(cell => batch.Sent[row][cell])]))],
                ExpectedVersions = batch.ExpectedVersions is null ? null : [.. rows.Select(row => batch.ExpectedVersions[row])],
            },
            cancellationToken);
    }
}
