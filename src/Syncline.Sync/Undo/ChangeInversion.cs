using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Undo;

/// <summary>Turns changes that were written into the changes that take them back, given the rows as they stand now.</summary>
internal sealed class ChangeInversion(IReadOnlyList<PlanColumn> columns, TargetTable table)
{
    private List<PlannedChange> changes = [];
    private List<PlanProblem> problems = [];
    private long seq;

    /// <summary>Problems so far.</summary>
    public long Problems { get; private set; }

    /// <summary>Takes a written change back, as far as nobody touched what it wrote.</summary>
    public void Add(PlannedChange written, TargetRow? row)
    {
        switch (written.Action)
        {
            case PlanAction.Delete when row is null:
                Change(written, PlanAction.Add, before: null, after: written.Before!, NotNull(written.Before!), version: null);
                break;
            case PlanAction.Delete:
                Problem(written, column: null, ApplyErrors.NotUndone("The row was deleted by the run and is there again"));
                break;
            case PlanAction.Update when row is null:
                Problem(written, column: null, ApplyErrors.NotUndone("The row that the run changed was deleted since"));
                break;
            case PlanAction.Update:
                Restore(written, row);
                break;
            case PlanAction.Add when row is not null && table.Differences(written, row) is { Count: > 0 } touched:
                Problem(written, touched[0], ApplyErrors.NotUndone("The row that the run added was changed since"));
                break;
            case PlanAction.Add when row is not null:
                Change(written, PlanAction.Delete, before: WithCompanions(row.Values, written.After!), after: null, [], row.Version);
                break;
        }
    }

    /// <summary>The changes and problems since the last call, in order.</summary>
    public (IReadOnlyList<PlannedChange> Changes, IReadOnlyList<PlanProblem> Problems) Take()
    {
        var taken = (changes, problems);
        (changes, problems) = ([], []);
        return taken;
    }

    private void Restore(PlannedChange written, TargetRow row)
    {
        var touched = table.Differences(written, row);
        foreach (var column in touched)
        {
            Problem(written, column, ApplyErrors.NotUndone("A cell that the run changed was changed again since"));
        }

        var restored = written.Changed.Except(touched, StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (restored.Count == 0)
        {
            return;
        }

        var before = WithCompanions(row.Values, written.After!);
        var after = (object?[])before.Clone();
        for (var i = 0; i < columns.Count; i++)
        {
            if (restored.Contains(columns[i].CompanionOf ?? columns[i].Name))
            {
                after[i] = written.Before![i];
            }
        }

        Change(written, PlanAction.Update, before, after, [.. written.Changed.Where(restored.Contains)], row.Version);
    }

    private void Change(PlannedChange written, PlanAction action, IReadOnlyList<object?>? before, IReadOnlyList<object?>? after, IReadOnlyList<string> changed, string? version) =>
        changes.Add(new PlannedChange
        {
            Seq = ++seq,
            Action = action,
            RowId = written.RowId,
            Version = version,
            Changed = changed,
            Before = before,
            After = after,
            SourceRow = action == PlanAction.Delete ? null : written.Seq,
        });

    private void Problem(PlannedChange written, string? column, ErrorDetail error) => problems.Add(new PlanProblem
    {
        Seq = ++Problems,
        Side = "target",
        SourceRow = written.Seq,
        Key = string.Join(", ", columns.Select((c, i) => (c, i)).Where(pair => pair.c.Role == PlanColumnRole.Key)
            .Select(pair => Convert.ToString((written.Before ?? written.After)![pair.i], CultureInfo.InvariantCulture))),
        Column = column,
        ErrorId = error.Id,
        Message = error.Message,
        Advice = error.Advice,
    });

    // Companions are not read back; those of the change explain values that are still the change's.
    private object?[] WithCompanions(object?[] values, IReadOnlyList<object?> written) =>
        [.. values.Select((value, i) => columns[i].Role == PlanColumnRole.Display ? written[i] : value)];

    private List<string> NotNull(IReadOnlyList<object?> values) =>
        [.. columns.Where((column, i) => column.Role != PlanColumnRole.Display && values[i] is not null).Select(column => column.Name)];
}
