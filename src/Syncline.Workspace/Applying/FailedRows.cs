using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Applying;

/// <summary>
/// Writes the rows that a run could not write as a CSV in the source's shape, with the reason in a last column. They are taken from the
/// source itself when it can be read again by line; else from the plan.
/// </summary>
internal sealed class FailedRows(SynclineWorkspace workspace, RunStore runs)
{
    /// <summary>The column with the reason; a source that has it already (a file fed again) gets it anew.</summary>
    public const string ErrorColumn = "syncline_error";

    /// <summary>
    /// Writes the file, or none when no row failed, and one beside it when rows could not be written back. Each file comes up whole or not at all.
    /// </summary>
    /// <exception cref="ConfigurationException">WS1002: there is a file already.</exception>
    public async Task<FailedRowsFile> WriteAsync(RunSummary run, string path, CancellationToken cancellationToken)
    {
        var beside = NotWrittenBackRows.PathBeside(path);
        if (Array.Find([path, beside], System.IO.Path.Exists) is { } taken)
        {
            throw Exists(taken);
        }

        var failures = new List<RunFailure>();
        var (deletions, inDoubt) = (0L, 0L);
        await foreach (var failure in runs.ReadFailuresAsync(run, cancellationToken))
        {
            if (failure.Row.State is not (RowState.Failed or RowState.Conflict))
            {
                inDoubt++;
            }
            else if (failure.Change.After is null)
            {
                deletions++;
            }
            else
            {
                failures.Add(failure);
            }
        }

        var notBack = await runs.ReadFailedWriteBacksAsync(run, int.MaxValue, cancellationToken);
        var written = new FailedRowsFile { Rows = failures.Count, NotWrittenBack = notBack.Count, Deletions = deletions, InDoubt = inDoubt };
        await using var plan = await RunStore.OpenPlanAsync(run, cancellationToken);
        if (notBack.Count > 0)
        {
            await WriteWholeAsync(beside, temporary => NotWrittenBackRows.WriteAsync(plan, notBack, temporary, cancellationToken));
            written = written with { WriteBackPath = beside };
        }

        if (failures.Count == 0)
        {
            return written;
        }

        string? reason = null;
        await WriteWholeAsync(path, async temporary =>
        {
            reason = await WriteFromSourceAsync(plan, failures, temporary, cancellationToken);
            if (reason is not null)
            {
                await WriteFromPlanAsync(plan, failures, temporary, cancellationToken);
            }
        });
        return written with { Path = path, NotFromSource = reason };
    }

    private static async Task WriteWholeAsync(string path, Func<string, Task> write)
    {
        var temporary = $"{path}.{System.IO.Path.GetRandomFileName()}.tmp";
        try
        {
            await write(temporary);
            if (System.IO.Path.Exists(path))
            {
                throw Exists(path);
            }

            File.Move(temporary, path, overwrite: false);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Writes the source's own rows.</summary>
    /// <returns>Null, or why it can't be done; then what was written is of no use.</returns>
    private async Task<string?> WriteFromSourceAsync(
        PlanFile plan, List<RunFailure> failures, string path, CancellationToken cancellationToken)
    {
        var side = plan.Header.Source;
        if (plan.Header.Origin?.RunId is not null)
        {
            return "The run took another back, so no source has its rows.";
        }

        if (plan.Header.Origin?.AgainRunId is not null)
        {
            return "The run sent rows of another one again, and they may have been corrected for it.";
        }

        if (failures.Exists(failure => failure.Change.SourceRow is null))
        {
            return "The plan does not tell where its rows are in the source.";
        }

        try
        {
            await using var source = await workspace.OpenAsync(side.Connection, cancellationToken);
            if (!source.Capabilities.LineNumbers)
            {
                return $"{side.Connection} does not number its rows.";
            }

            var schema = await source.DescribeTableAsync(side.Table, cancellationToken);
            string[] columns = [.. schema.Columns
                .Where(column => column is { CanRead: true, CompanionOf: null } && !column.Name.Equals(ErrorColumn, StringComparison.OrdinalIgnoreCase))
                .Select(column => column.Name)];
            var wanted = failures.ToLookup(failure => failure.Change.SourceRow!.Value);
            var rows = new SourceRowCheck(plan.Columns, columns);
            var left = failures.Count;
            await using var writer = new StreamWriter(path, append: false);
            await writer.WriteLineAsync(CsvLine.Of([.. columns, ErrorColumn]));
            var request = new ReadRequest { Table = side.Table, Columns = [.. columns, ReadRequest.LineColumn] };
            await foreach (var batch in source.ReadAsync(request, cancellationToken))
            {
                using (batch)
                {
                    for (var row = 0; row < batch.RowCount; row++)
                    {
                        foreach (var failure in wanted[batch.GetInt64(columns.Length, row)])
                        {
                            string?[] cells = [.. columns.Select((_, column) => InvariantText.Of(batch.GetValue(column, row)))];
                            if (!rows.IsSame(failure.Change, cells))
                            {
                                return "The source has changed since the plan.";
                            }

                            await writer.WriteLineAsync(CsvLine.Of([.. cells, Reason(failure.Row)]));
                            left--;
                        }
                    }
                }

                if (left == 0)
                {
                    return null;
                }
            }

            return "The source has changed since the plan.";
        }
        catch (SynclineException exception)
        {
            return $"The source could not be read again: {exception.Message}";
        }
    }

    private static async Task WriteFromPlanAsync(
        PlanFile plan, List<RunFailure> failures, string path, CancellationToken cancellationToken)
    {
        var columns = FailedRowColumn.Of(plan.Columns);
        await using var writer = new StreamWriter(path, append: false);
        await writer.WriteLineAsync(CsvLine.Of([.. columns.Select(column => column.Name), ErrorColumn]));
        foreach (var failure in failures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteLineAsync(CsvLine.Of([.. columns.Select(column => column.TextOf(failure.Change.After!)), Reason(failure.Row)]));
        }
    }

    /// <summary>A failure in one line.</summary>
    public static string Reason(LedgerRow row)
    {
        var words = string.Join(' ', new[] { row.Message ?? row.State.ToString(), row.Advice }.OfType<string>()).ReplaceLineEndings(" ");
        return row.ErrorId is { } id ? $"{words} ({id})" : words;
    }

    private static ConfigurationException Exists(string path) => new(new()
    {
        Id = "WS1002",
        Phase = ErrorPhase.Configuration,
        Message = $"{path} is there already; it was not touched.",
        Advice = "Choose another name, or remove that file.",
    });
}
