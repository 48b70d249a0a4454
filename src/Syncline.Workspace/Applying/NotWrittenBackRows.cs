using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Applying;

/// <summary>
/// Writes the rows that were added and that the source could not be told of as a CSV of their own: the key of the source's row, the value that
/// belongs into it, and the reason. They don't stand among the failed rows, for feeding those again could add them a second time.
/// </summary>
internal static class NotWrittenBackRows
{
    /// <summary>The file beside the one of the failed rows: <c>failed.csv</c> gives <c>failed.write-back.csv</c>.</summary>
    public static string PathBeside(string path) => Path.ChangeExtension(path, ".write-back.csv");

    /// <summary>Writes the file.</summary>
    /// <param name="plan">The run's plan, which writes back.</param>
    /// <param name="failures">The rows; the id of each line is the added row's.</param>
    /// <param name="path">The file; one that is there is overwritten.</param>
    /// <param name="cancellationToken">Cancels; the file is then of no use.</param>
    public static async Task WriteAsync(PlanFile plan, IReadOnlyList<RunFailure> failures, string path, CancellationToken cancellationToken)
    {
        var back = plan.Header.WriteBack!;
        var key = back.SourceKey.Select(name => plan.Columns.Index().First(column => column.Item.Name == name)).ToList();
        var isRowId = string.Equals(back.From, plan.Header.RowIdColumn, StringComparison.OrdinalIgnoreCase);
        await using var writer = new StreamWriter(path, append: false);
        await writer.WriteLineAsync(CsvLine.Of([.. key.Select(column => column.Item.Source ?? column.Item.Name), back.Column, FailedRows.ErrorColumn]));
        foreach (var failure in failures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteLineAsync(CsvLine.Of(
                [.. key.Select(column => InvariantText.Of(failure.Change.After![column.Index])), isRowId ? failure.Row.RowId : null, FailedRows.Reason(failure.Row)]));
        }
    }
}
