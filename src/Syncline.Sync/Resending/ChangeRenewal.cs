using System.Globalization;
using Syncline.Core.Errors;
using Syncline.Core.Tables;
using Syncline.Sync.Applying;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Resending;

/// <summary>Turns changes that failed into changes to try anew, given the rows as they stand now. Good for one plan.</summary>
internal sealed class ChangeRenewal(IReadOnlyList<PlanColumn> columns, TargetTable table)
{
    private readonly List<PlannedChange> updates = [];
    private readonly List<PlanProblem> problems = [];
    private List<PlannedChange> changes = [];
    private long seq;

    /// <summary>Changes so far for which nothing is left to do: the target is as they want it.</summary>
    public long Same { get; private set; }

    /// <summary>Counts of what was taken so far.</summary>
    public PlanCounts Counts { get; private set; } = new();

    /// <summary>Corrects a change before it is looked at.</summary>
    public PlannedChange Correct(PlannedChange failed, IEnumerable<CellCorrection> corrections)
    {
        var after = (object?[])[.. failed.After ?? []];
        var changed = failed.Changed.ToList();
        foreach (var correction in corrections)
        {
            var at = IndexOf(correction.Column);
            if (at < 0 || failed.After is null || columns[at].Role == PlanColumnRole.Display || (failed.Action != PlanAction.Add && columns[at].Role == PlanColumnRole.Key))
            {
                throw ApplyErrors.NotCorrectable(correction.Column);
            }

            after[at] = correction.Value;
            foreach (var (i, companion) in columns.Index().Where(column => string.Equals(column.Item.CompanionOf, columns[at].Name, StringComparison.OrdinalIgnoreCase)))
            {
                after[i] = companion.Name.EndsWith(".label", StringComparison.Ordinal) ? LabelOf(correction.Value, columns[at].Type)
                    : companion.Name.EndsWith(".name", StringComparison.Ordinal) ? null : after[i];
            }

            changed.RemoveAll(name => string.Equals(name, columns[at].Name, StringComparison.OrdinalIgnoreCase));
            if (failed.Action == PlanAction.Update || correction.Value is not null)
            {
                changed.Add(columns[at].Name);
            }
        }

        return failed.After is null ? failed : failed with { After = after, Changed = changed };
    }

    /// <summary>Takes a change up again.</summary>
    /// <param name="failed">The change, corrected.</param>
    /// <param name="row">The row that it is about, as it stands; null when there is none.</param>
    public void Add(PlannedChange failed, TargetRow? row)
    {
        if (row is null)
        {
            TakeUpWithoutRow(failed);
        }
        else if (failed.Action == PlanAction.Add)
        {
            Update(failed with { RowId = row.Extra is null ? failed.RowId : Convert.ToString(row.Extra, CultureInfo.InvariantCulture) }, row);
        }
        else if (failed.Action == PlanAction.Update)
        {
            Update(failed, row);
        }
        else
        {
            changes.Add(failed with { Seq = ++seq, Before = WithCompanions(row.Values, failed.Before!), Version = row.Version });
        }
    }

    /// <summary>The changes since the last call, in order.</summary>
    public IReadOnlyList<PlannedChange> Take()
    {
        var taken = changes;
        changes = [];
        Counts = Counts with { Add = Counts.Add + taken.Count(change => change.Action == PlanAction.Add), Delete = Counts.Delete + taken.Count(change => change.Action == PlanAction.Delete) };
        return taken;
    }

    /// <summary>The updates, which follow all adds: an add whose key has come up meanwhile became one.</summary>
    public IReadOnlyList<PlannedChange> TakeUpdates()
    {
        List<PlannedChange> taken = [.. updates.Select(update => update with { Seq = ++seq })];
        updates.Clear();
        Counts = Counts with { Update = Counts.Update + taken.Count, Deactivate = Counts.Deactivate + taken.Count(change => change.SourceRow is null) };
        return taken;
    }

    /// <summary>The problems, in order.</summary>
    public IReadOnlyList<PlanProblem> Problems => problems;

    private void TakeUpWithoutRow(PlannedChange failed)
    {
        if (failed.Action == PlanAction.Add)
        {
            changes.Add(failed with { Seq = ++seq });
        }
        else if (failed.Action == PlanAction.Update)
        {
            Problem(failed, ApplyErrors.Conflict(gone: true));
        }
        else
        {
            Same++;
        }
    }

    private void Update(PlannedChange failed, TargetRow row)
    {
        var different = table.Differences(failed, row).Where(name => columns[IndexOf(name)].Role == PlanColumnRole.Value).ToList();
        if (different.Count == 0)
        {
            Same++;
            return;
        }

        var before = WithCompanions(row.Values, failed.Before ?? failed.After!);
        var after = (object?[])before.Clone();
        for (var i = 0; i < columns.Count; i++)
        {
            if (different.Contains(columns[i].CompanionOf ?? columns[i].Name, StringComparer.OrdinalIgnoreCase))
            {
                after[i] = failed.After![i];
            }
        }

        updates.Add(failed with { Action = PlanAction.Update, Before = before, After = after, Changed = different, Version = row.Version });
    }

    private void Problem(PlannedChange failed, ErrorDetail error) => problems.Add(new PlanProblem
    {
        Seq = problems.Count + 1,
        Side = "target",
        SourceRow = failed.SourceRow,
        Key = string.Join(", ", columns.Index().Where(column => column.Item.Role == PlanColumnRole.Key)
            .Select(column => Convert.ToString((failed.Before ?? failed.After)![column.Index], CultureInfo.InvariantCulture))),
        ErrorId = error.Id,
        Message = error.Message,
        Advice = error.Advice,
    });

    // Companions are not read back; those of the change explain values that are the change's.
    private object?[] WithCompanions(object?[] values, IReadOnlyList<object?> known) =>
        [.. values.Select((value, i) => columns[i].Role == PlanColumnRole.Display ? known[i] : value)];

    private int IndexOf(string name) => columns.Index().Where(column => string.Equals(column.Item.Name, name, StringComparison.OrdinalIgnoreCase)).Select(column => column.Index).DefaultIfEmpty(-1).First();

    private static string? LabelOf(object? value, ColumnType type) => value is int number ? type.Choices.FirstOrDefault(option => option.Value == number)?.Label : null;
}
