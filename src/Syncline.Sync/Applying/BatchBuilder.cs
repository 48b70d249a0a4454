using System.Collections;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>Turns changes of one action into a write batch. Exactly the changed cells are marked to be sent.</summary>
internal sealed class BatchBuilder(PlanHeader header, IReadOnlyList<PlanColumn> columns, TargetTable target)
{
    private const string TableSuffix = ".table";

    /// <summary>The batch of some changes, which all have the same action and are all found by the same key.</summary>
    /// <param name="changes">At least one change.</param>
    /// <param name="expectVersions">Whether the target shall refuse rows whose version is no longer the plan's.</param>
    public WriteBatch Build(IReadOnlyList<PlannedChange> changes, bool expectVersions)
    {
        var action = changes[0].Action;
        var byRowId = target.HasRowId(changes[0]);
        var positions = Positions(changes, action, byRowId);
        var rowIdInPlan = byRowId ? positions.FindIndex(i => IsRowId(columns[i])) : -1;
        List<ColumnSchema> schema = [.. positions.Select(i => columns[i].ToSchema())];
        if (byRowId && rowIdInPlan < 0)
        {
            schema.Add(target.RowId!);
        }

        var rows = new RowBatchBuilder(schema);
        var sent = new List<BitArray>(changes.Count);
        var cells = new object?[schema.Count];
        foreach (var change in changes)
        {
            var values = action == PlanAction.Delete ? change.Before! : change.After!;
            for (var i = 0; i < positions.Count; i++)
            {
                // The key finds the row as it is on the target, which may differ in case from the value of the source.
                cells[i] = IsKey(positions[i]) && change.Before is { } before ? before[positions[i]] : values[positions[i]];
            }

            if (byRowId)
            {
                cells[rowIdInPlan < 0 ? positions.Count : rowIdInPlan] = target.RowIdOf(change);
            }

            rows.AppendRow(cells);
            sent.Add(SentCells(change, positions, schema.Count, rowIdInPlan));
        }

        return new WriteBatch
        {
            Table = header.Target.Table,
            Kind = action switch { PlanAction.Add => WriteKind.Insert, PlanAction.Update => WriteKind.Update, _ => WriteKind.Delete },
            Rows = rows.Build(),
            KeyColumns = action == PlanAction.Add ? target.HasPrimaryKey ? [] : header.Key : byRowId ? [target.RowId!.Name] : header.Key,
            Sent = action == PlanAction.Delete ? null : sent,
            ExpectedVersions = expectVersions && changes.Any(change => change.Version is not null) ? [.. changes.Select(change => change.Version)] : null,
        };
    }

    private List<int> Positions(IReadOnlyList<PlannedChange> changes, PlanAction action, bool byRowId)
    {
        var changed = new HashSet<string>(changes.SelectMany(change => change.Changed), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Enumerable.Range(0, columns.Count).Where(i => action == PlanAction.Delete
                ? !byRowId && IsKey(i)
                : changed.Contains(Owner(columns[i])) || (action == PlanAction.Update && !byRowId && IsKey(i)))
            .Where(i => columns[i].Role != PlanColumnRole.Display || columns[i].Name.EndsWith(TableSuffix, StringComparison.OrdinalIgnoreCase)),
        ];
    }

    private BitArray SentCells(PlannedChange change, List<int> positions, int width, int rowIdInPlan)
    {
        var sent = new BitArray(width);
        for (var i = 0; i < positions.Count; i++)
        {
            sent[i] = change.Changed.Contains(Owner(columns[positions[i]]), StringComparer.OrdinalIgnoreCase) || i == rowIdInPlan
                || (change.Action == PlanAction.Update && IsKey(positions[i]));
        }

        if (width > positions.Count)
        {
            sent[positions.Count] = true;
        }

        return sent;
    }

    private static string Owner(PlanColumn column) => column.Role == PlanColumnRole.Display && column.CompanionOf is { } owner ? owner : column.Name;

    private bool IsRowId(PlanColumn column) => string.Equals(column.Name, target.RowId!.Name, StringComparison.OrdinalIgnoreCase);

    private bool IsKey(int position) => columns[position].Role == PlanColumnRole.Key;
}
