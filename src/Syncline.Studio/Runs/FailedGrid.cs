using Syncline.Studio.Compare;
using Syncline.Studio.Grid;
using Syncline.Sync.Ledgers;
using Syncline.Sync.Plans;
using Syncline.Sync.Runs;
using Syncline.Workspace.Values;

namespace Syncline.Studio.Runs;

/// <summary>The failed rows of a run as a grid shows them: the key, why the row failed, and its values with the corrected ones above what was sent.</summary>
internal sealed class FailedGrid
{
    private readonly PlanGrid values;
    private readonly PlanFile plan;
    private readonly RunStore store;
    private readonly RunSummary run;
    private readonly IReadOnlyList<long> seqs;
    private readonly RunCorrections.OfRun corrections;
    private readonly int keys;

    public FailedGrid(PlanFile plan, RunStore store, RunSummary run, IReadOnlyList<long> seqs, RunCorrections.OfRun corrections)
    {
        this.plan = plan;
        this.store = store;
        this.run = run;
        this.seqs = seqs;
        this.corrections = corrections;
        values = new PlanGrid(plan);
        keys = plan.Columns.Count(column => column.Role == PlanColumnRole.Key);
        Columns = [.. values.Columns.Take(keys), new GridColumn { Key = " reason", Title = "Why it failed", Width = 360 }, .. values.Columns.Skip(keys)];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<GridColumn> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Count => seqs.Count;

    /// <summary>Reads rows.</summary>
    public async Task<IReadOnlyList<GridRow>> ReadAsync(int from, int count, CancellationToken cancellationToken)
    {
        var part = seqs.Skip(from).Take(count).ToList();
        if (part.Count == 0)
        {
            return [];
        }

        var lines = await store.ReadLinesAsync(run, part, cancellationToken);
        var rows = await values.ReadAsync(PlanTab.All[0], part, [], cancellationToken);
        return [.. rows.Select(row => Shape(row, lines.GetValueOrDefault(row.Number)))];
    }

    /// <summary>One row in full; null when it did not fail.</summary>
    public async Task<RunFailure?> FindAsync(long seq, CancellationToken cancellationToken)
    {
        var lines = await store.ReadLinesAsync(run, [seq], cancellationToken);
        await foreach (var change in plan.ReadChangesAsync([seq], cancellationToken))
        {
            return lines.TryGetValue(seq, out var line) ? new RunFailure(change, line) : null;
        }

        return null;
    }

    /// <summary>What tells a row from the others.</summary>
    public string NameOf(PlannedChange change) => values.NameOf(change);

    private GridRow Shape(GridRow row, LedgerRow? line) => row with
    {
        Sign = line?.Action switch { PlanAction.Add => GridSign.Add, PlanAction.Update => GridSign.Update, _ => GridSign.Delete },
        Cells = [.. row.Cells.Take(keys).Select((cell, i) => Corrected(row.Number, i, cell)), new GridCell(line?.Message), .. row.Cells.Skip(keys).Select((cell, i) => Corrected(row.Number, keys + i, cell))],
    };

    private GridCell Corrected(long seq, int column, GridCell cell) => corrections.Find(seq, values.Columns[column].Key) is { } correction
        ? new GridCell(TextOf(correction.Value, plan.Columns.First(one => one.Name == correction.Column)) ?? string.Empty, cell.Text ?? string.Empty, IsChanged: true)
        : cell with { Before = null, IsChanged = false };

    private static string? TextOf(object? value, PlanColumn column) =>
        value is int number && column.Type.Choices.FirstOrDefault(option => option.Value == number) is { } option ? option.Label : GridText.Of(value, column.Type) ?? InvariantText.Of(value);
}
