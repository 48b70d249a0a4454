using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Workspace.Defects;

namespace Syncline.Workspace.Exports;

/// <summary>Writes a plan's changes in formats that other programs read. The file comes up whole or not at all, and never replaces another.</summary>
public static class PlanExport
{
    private static readonly Dictionary<string, PlanExportFormat> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = PlanExportFormat.Csv,
        [".jsonl"] = PlanExportFormat.JsonLines,
        [".ndjson"] = PlanExportFormat.JsonLines,
        [".xlsx"] = PlanExportFormat.Excel,
        [".parquet"] = PlanExportFormat.Parquet,
        [".html"] = PlanExportFormat.Html,
        [".htm"] = PlanExportFormat.Html,
    };

    /// <summary>The format that a file's name asks for.</summary>
    /// <exception cref="ConfigurationException">WS1201: no format has this ending.</exception>
    public static PlanExportFormat FormatOf(string path) => Extensions.TryGetValue(Path.GetExtension(path), out var format)
        ? format
        : throw Error("WS1201", $"No format goes by the ending of {Path.GetFileName(path)}.", $"Give the file one of these endings: {string.Join(", ", Extensions.Keys)}.");

    /// <summary>Writes the file.</summary>
    /// <param name="plan">The plan; its digest is checked first.</param>
    /// <param name="path">The file to make; its ending says the format.</param>
    /// <param name="action">Only changes of this action; null for all.</param>
    /// <param name="cancellationToken">Cancels; no file is left.</param>
    /// <returns>Changes written.</returns>
    /// <exception cref="ConfigurationException">WS1002: there is a file already; WS1201: no such format; WS1202: more changes than a sheet takes; SY3004: the plan was changed.</exception>
    public static async Task<long> WriteAsync(PlanFile plan, string path, PlanAction? action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        path = Path.GetFullPath(path);
        var format = FormatOf(path);
        if (Path.Exists(path))
        {
            throw Error("WS1002", $"{path} is there already; it was not touched.", "Choose another name, or remove that file.");
        }

        await plan.VerifyAsync(cancellationToken);
        var written = CountOf(plan.Header.Counts, action);
        if (format == PlanExportFormat.Excel && written > PlanWorkbook.MostChanges)
        {
            throw Error("WS1202", $"An Excel sheet takes {PlanWorkbook.MostChanges} changes; there are {written}.", "Export to .csv or .parquet, or one action at a time with --action.");
        }

        var temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WriteAsync(plan, plan.ReadChangesAsync(action, cancellationToken: cancellationToken), format, temporary, cancellationToken);
            File.Move(temporary, path, overwrite: false);
            return written;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var error = FileSystemErrors.Of(exception);
            throw new ConfigurationException(error with { Message = $"{path} could not be written. {error.Message.Replace(temporary, path, StringComparison.Ordinal)}" }, exception);
        }
        finally
        {
            if (File.Exists(temporary)) // where its folder could not be made, it can't be deleted either
            {
                File.Delete(temporary);
            }
        }
    }

    private static async Task WriteAsync(PlanFile plan, IAsyncEnumerable<PlannedChange> changes, PlanExportFormat format, string path, CancellationToken cancellationToken)
    {
        switch (format)
        {
            case PlanExportFormat.Excel:
                await PlanWorkbook.WriteAsync(plan, changes, path, cancellationToken);
                return;
            case PlanExportFormat.Parquet:
                await PlanParquet.WriteAsync(plan.Columns, changes, path, cancellationToken);
                return;
        }

        await using var writer = new StreamWriter(path, append: false);
        switch (format)
        {
            case PlanExportFormat.Csv:
                await PlanCsv.WriteAsync(writer, plan.Columns, changes, cancellationToken);
                break;
            case PlanExportFormat.JsonLines:
                await PlanJsonLines.WriteAsync(writer, plan.Columns, changes, cancellationToken);
                break;
            default:
                await PlanPage.WriteAsync(writer, plan, changes, cancellationToken);
                break;
        }
    }

    private static long CountOf(PlanCounts counts, PlanAction? action) => action switch
    {
        PlanAction.Add => counts.Add,
        PlanAction.Update => counts.Update,
        PlanAction.Delete => counts.Delete,
        _ => counts.Changes,
    };

    private static ConfigurationException Error(string id, string message, string advice) =>
        new(new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice });
}
