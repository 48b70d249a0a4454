using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Writes rows by making a new file out of the old one and putting it in its place (docs/decisions/0019-files-as-targets.md): when an answer is
/// given, its rows are in the file, and when there is none, none of them is. One write at a time.
/// </summary>
internal sealed class FileWriter(FileConnection connection, ITableFormat format, IReadOnlyList<string> tableKey) : IRowWriter, IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public void Dispose() => turn.Dispose();

    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var table = await connection.FindAsync(batch.Table, cancellationToken);
            return await WriteAsync(table, batch, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async ValueTask<WriteResult> WriteAsync(FileTable table, WriteBatch batch, CancellationToken cancellationToken)
    {
        var file = table.Files[0];
        var stamp = FileReplacement.StampOf(file.FullPath);
        var columns = (await connection.DescribeAsync(table, cancellationToken)).Columns;
        var merge = new BatchMerge(batch, file.Shown, columns, tableKey, format);
        try
        {
            await MeetAsync(table, columns, merge, cancellationToken);
            var edits = merge.Decide();
            return edits.IsEmpty || await FileReplacement.WriteAsync(
                file.FullPath, stamp, (destination, token) => format.RewriteAsync(file, table.IsNew, columns, edits, destination, token), cancellationToken)
                    ? new WriteResult { Outcomes = merge.Outcomes() }
                    : new WriteResult { Outcomes = merge.Outcomes(FileWriteErrors.ChangedMeanwhile(file.Shown)) };
        }
        catch (UnauthorizedAccessException)
        {
            return new WriteResult { Outcomes = merge.Outcomes(FileWriteErrors.NoWriteAccess(file.Shown)) };
        }
        catch (SynclineException exception) when (exception is ReadException or ConnectionException)
        {
            return new WriteResult { Outcomes = merge.Outcomes(exception.Error) }; // nothing was replaced
        }
        catch (UnsureReplacementException exception)
        {
            return new WriteResult { Outcomes = merge.Unsure(FileWriteErrors.NotSettled(file.Shown, exception.Message)) };
        }
        catch (IOException exception)
        {
            return new WriteResult { Outcomes = merge.Outcomes(FileWriteErrors.WriteFailed(file.Shown, exception.Message)) };
        }
    }

    /// <summary>Finds the batch's rows in the file.</summary>
    private async ValueTask MeetAsync(FileTable table, IReadOnlyList<ColumnSchema> columns, BatchMerge merge, CancellationToken cancellationToken)
    {
        if (merge.KeyChoice is not { } keys || table.IsNew)
        {
            return;
        }

        var row = 0L;
        await foreach (var rows in format.ReadAsync(table.Files[0], columns, keys, batchSize: 8192, long.MaxValue, cancellationToken).WithCancellation(cancellationToken))
        {
            using (rows)
            {
                merge.Meet(rows, row);
                row += rows.RowCount;
            }
        }
    }
}
