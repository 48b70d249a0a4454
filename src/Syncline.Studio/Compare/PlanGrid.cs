using Syncline.Core.Tables;
using Syncline.Studio.Grid;
using Syncline.Studio.Tree;
using Syncline.Sync.Plans;

namespace Syncline.Studio.Compare;

/// <summary>The columns and rows of a plan as the grid shows them: people's words for lookups and choices, changed cells old above new.</summary>
internal sealed class PlanGrid
{
    private readonly PlanFile plan;
    private readonly List<Shown> shown;

    public PlanGrid(PlanFile plan)
    {
        this.plan = plan;
        shown = [.. plan.Columns.Index()
            .Where(one => one.Item.Role is PlanColumnRole.Key or PlanColumnRole.Value)
            .OrderBy(one => one.Item.Role)
            .Select(one => new Shown(one.Item, one.Index, WordsOf(one.Item)))];
        Columns = [.. shown.Select((one, i) => new GridColumn
        {
            Key = one.Column.Name,
            Title = one.Column.DisplayName ?? one.Column.Name,
            Tip = one.Column.Source is { } source ? $"{one.Column.Name} from {source}" : one.Column.Name,
            Icon = TreeIcons.Of(one.Column.Type.Kind),
            Width = Math.Max(WidthOf(one), 64 + ((one.Column.DisplayName ?? one.Column.Name).Length * 7)),
            AlignsRight = one.Words is null && GridText.AlignsRight(one.Column.Type.Kind),
            NamesRow = i == 0,
        })];
    }

    /// <summary>The columns: the key, then what is compared.</summary>
    public IReadOnlyList<GridColumn> Columns { get; }

    /// <summary>Columns of the list of conflicts: what happened stands after the key.</summary>
    public IReadOnlyList<GridColumn> ConflictColumns =>
        [.. Columns.Take(KeyCount), new GridColumn { Key = "@conflict", Title = "Since the plan", Width = 560 }, .. Columns.Skip(KeyCount)];

    private int KeyCount => shown.Count(one => one.Column.Role == PlanColumnRole.Key);

    /// <summary>Columns of the list of problems.</summary>
    public static IReadOnlyList<GridColumn> ProblemColumns { get; } =
    [
        new() { Key = "key", Title = "Row", Width = 160, NamesRow = true },
        new() { Key = "column", Title = "Column", Width = 170 },
        new() { Key = "message", Title = "What is wrong", Width = 460 },
        new() { Key = "advice", Title = "What to do", Width = 400 },
        new() { Key = "line", Title = "Line", Width = 80, AlignsRight = true },
        new() { Key = "id", Title = "Error", Width = 90 },
    ];

    /// <summary>Changes of a tab.</summary>
    public async Task<IReadOnlyList<GridRow>> ReadAsync(PlanTab tab, int from, int count, IReadOnlyCollection<long> leftOut, CancellationToken cancellationToken)
    {
        var rows = new List<GridRow>();
        if (tab.Action is null)
        {
            await foreach (var problem in plan.ReadProblemsAsync(from + 1, count, cancellationToken))
            {
                rows.Add(new GridRow(
                    problem.Seq,
                    [new(problem.Key ?? "row"), new(problem.Column ?? "the row"), new(problem.Message), new(problem.Advice ?? string.Empty), new(problem.SourceRow is { } line ? GridText.Number(line) : null), new(problem.ErrorId)])
                { Sign = GridSign.Problem });
            }

            return rows;
        }

        var first = tab.FirstOf(plan.Header.Counts) + from;
        count = (int)Math.Clamp(tab.CountOf(plan.Header.Counts) - from, 0, count);
        return await ReadAsync(tab, [.. Enumerable.Range(0, count).Select(i => first + i)], leftOut, cancellationToken);
    }

    /// <summary>Changes of a tab, by their numbers.</summary>
    public async Task<IReadOnlyList<GridRow>> ReadAsync(PlanTab tab, IReadOnlyCollection<long> seqs, IReadOnlyCollection<long> leftOut, CancellationToken cancellationToken)
    {
        var rows = new List<GridRow>();
        await foreach (var change in plan.ReadChangesAsync(seqs, cancellationToken))
        {
            rows.Add(RowOf(change, tab.Sign, !leftOut.Contains(change.Seq)));
        }

        return rows;
    }

    /// <summary>Changes in conflict, by their numbers, each with what happened to its row.</summary>
    public async Task<IReadOnlyList<GridRow>> ReadConflictsAsync(ConflictLook look, IReadOnlyCollection<long> seqs, IReadOnlyCollection<long> leftOut, CancellationToken cancellationToken)
    {
        var rows = new List<GridRow>();
        await foreach (var change in plan.ReadChangesAsync(seqs, cancellationToken))
        {
            var row = RowOf(change, PlanTab.Of(change.Action).Sign, !leftOut.Contains(change.Seq));
            rows.Add(row with { Cells = [.. row.Cells.Take(KeyCount), new GridCell(look.Find(change.Seq)?.Message), .. row.Cells.Skip(KeyCount)] });
        }

        return rows;
    }

    /// <summary>What tells a change's row from the others, for people.</summary>
    public string NameOf(PlannedChange change) => string.Join(", ", shown
        .Where(one => one.Column.Role == PlanColumnRole.Key)
        .Select(one => one.Text(change.After ?? change.Before ?? [])));

    /// <summary>One change in full, by its number.</summary>
    public async Task<IReadOnlyList<(GridColumn Column, GridCell Cell)>> FindAsync(long seq, CancellationToken cancellationToken)
    {
        await foreach (var change in plan.ReadChangesAsync([seq], cancellationToken))
        {
            return [.. Columns.Zip(RowOf(change, GridSign.Update, isTicked: true).Cells)];
        }

        return [];
    }

    private static int WidthOf(Shown one) => one.Column.Type.Kind switch
    {
        ColumnKind.DateTime or ColumnKind.LocalDateTime => 170,
        ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Money or ColumnKind.Double or ColumnKind.Date or ColumnKind.Boolean => 124,
        _ => one.Column.Type.MaxLength == 100 ? 248 : 200,
    };

    private GridRow RowOf(PlannedChange change, GridSign sign, bool isTicked)
    {
        var changed = change.Changed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new GridRow(change.Seq, [.. shown.Select(one => Cell(change, one, changed.Contains(one.Column.Name)))]) { Sign = sign, IsTicked = isTicked };
    }

    private static GridCell Cell(PlannedChange change, Shown one, bool isChanged)
    {
        var link = one.Column.Type.Kind == ColumnKind.Lookup;
        return change switch
        {
            { Before: { } before, After: { } after } when isChanged => new GridCell(one.Text(after) ?? string.Empty, one.Text(before) ?? string.Empty, IsChanged: true, link),
            { After: { } after } => new GridCell(one.Text(after), IsLink: link),
            { Before: { } before } => new GridCell(one.Text(before), IsLink: link),
            _ => default,
        };
    }

    private int? WordsOf(PlanColumn column) => plan.Columns.Index()
        .Where(one => one.Item.CompanionOf == column.Name && (one.Item.Name == column.Name + ".name" || one.Item.Name == column.Name + ".label"))
        .Select(one => (int?)one.Index)
        .FirstOrDefault();

    private sealed record Shown(PlanColumn Column, int Index, int? Words)
    {
        public string? Text(IReadOnlyList<object?> row) => Words is { } words && row[words] is string text ? text : GridText.Of(row[Index], Column.Type);
    }
}
