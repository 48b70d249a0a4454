using System.Globalization;
using Syncline.Sync.Plans;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Exports;

/// <summary>A plan as a page for people who review it in a browser or get it by mail.</summary>
internal static class PlanPage
{
    private const int MostChanges = 10_000;
    private const int MostProblems = 1_000;
    private const int LongestValue = 300;

    public static async Task WriteAsync(TextWriter writer, PlanFile plan, IAsyncEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var header = plan.Header;
        await HtmlPage.StartAsync(writer, $"Plan {header.Project.Name}");
        await HtmlPage.FactsAsync(
            writer,
            ("From", $"{header.Source.Connection} / {header.Source.Table}"),
            ("To", $"{header.Target.Connection} / {header.Target.Table}"),
            ("System", header.Target.System),
            ("As", header.Target.User),
            ("Made", header.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            ("Changes", Counts(header.Counts)),
            ("Digest", header.Digest));
        await HtmlPage.SentencesAsync(writer, "Notes", header.Warnings);
        await HtmlPage.SentencesAsync(
            writer, "Guards", [.. header.Guards.Select(guard => $"{(guard.Holds ? "holds" : "BROKEN")}: {guard.Name} {guard.Limit}, found {guard.Found}")]);
        await WriteProblemsAsync(writer, plan, cancellationToken);
        await WriteChangesAsync(writer, plan.Columns, changes, cancellationToken);
        await HtmlPage.EndAsync(writer);
    }

    private static string Counts(PlanCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"+ {counts.Add:N0} to add, ~ {counts.Update:N0} to update{(counts.Deactivate == 0 ? "" : $" ({counts.Deactivate:N0} of them to deactivate)")}, - {counts.Delete:N0} to delete, = {counts.Same:N0} same, ! {counts.Problems:N0} problems");

    private static async Task WriteProblemsAsync(TextWriter writer, PlanFile plan, CancellationToken cancellationToken)
    {
        if (plan.Header.Counts.Problems == 0)
        {
            return;
        }

        await HtmlPage.HeadAsync(writer, "Problems", "Row", "Key", "Column", "What is wrong", "What to do");
        await foreach (var problem in plan.ReadProblemsAsync(cancellationToken).Take(MostProblems))
        {
            await HtmlPage.RowAsync(
                writer, "bad", problem.SourceRow?.ToString(CultureInfo.InvariantCulture), problem.Key, problem.Column, $"{problem.Message} ({problem.ErrorId})", problem.Advice);
        }

        await HtmlPage.FootAsync(writer);
        await MoreAsync(writer, plan.Header.Counts.Problems - MostProblems, "problems");
    }

    private static async Task WriteChangesAsync(TextWriter writer, IReadOnlyList<PlanColumn> columns, IAsyncEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        await HtmlPage.HeadAsync(writer, "Changes", "", "Key", "Column", "Before", "After");
        var shown = 0L;
        await foreach (var change in changes.WithCancellation(cancellationToken))
        {
            if (++shown > MostChanges)
            {
                continue; // read on to count
            }

            var (sign, style) = change.Action switch { PlanAction.Add => ("+", "add"), PlanAction.Update => ("~", "update"), _ => ("-", "delete") };
            var row = change.After ?? change.Before!;
            var key = string.Join(", ", columns.Index().Where(column => column.Item.Role == PlanColumnRole.Key).Select(column => Words(columns, row, column.Index)));
            var cells = columns.Index().Where(column => column.Item.Role == PlanColumnRole.Value && Shows(change, column.Item)).ToList();
            await HtmlPage.RowAsync(writer, style, sign, key, cells.Count == 0 ? "" : cells[0].Item.Name, Side(change.Before, 0), Side(change.After, 0));
            for (var i = 1; i < cells.Count; i++)
            {
                await HtmlPage.RowAsync(writer, style, "", "", cells[i].Item.Name, Side(change.Before, i), Side(change.After, i));
            }

            string? Side(IReadOnlyList<object?>? values, int cell) => values is null || cells.Count == 0 ? null : Words(columns, values, cells[cell].Index);
        }

        await HtmlPage.FootAsync(writer);
        await MoreAsync(writer, shown - MostChanges, "changes");
    }

    private static Task MoreAsync(TextWriter writer, long more, string what) =>
        more <= 0 ? Task.CompletedTask : writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"<p>and {more:N0} more {what}, which the plan file has.</p>\n"));

    private static bool Shows(PlannedChange change, PlanColumn column) =>
        change.Action == PlanAction.Delete || change.Changed.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    // A lookup or choice by its name, with the stored value behind it.
    private static string? Words(IReadOnlyList<PlanColumn> columns, IReadOnlyList<object?> row, int index)
    {
        var stored = InvariantText.Of(row[index]);
        var name = columns.Index()
            .Where(column => column.Item.CompanionOf == columns[index].Name && !column.Item.Name.EndsWith(".table", StringComparison.Ordinal))
            .Select(column => InvariantText.Of(row[column.Index]))
            .FirstOrDefault(text => text is not null);
        var text = name is null || stored is null ? stored : $"{name} ({stored})";
        return text is { Length: > LongestValue } ? string.Concat(text.AsSpan(0, LongestValue - 1), "…") : text;
    }
}
