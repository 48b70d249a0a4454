using Spectre.Console;
using Syncline.Sync.Plans;
using Syncline.Workspace.Exports;

namespace Syncline.Cli.Terminal;

/// <summary>
/// Changes of a plan as people read them: one line for each row with its sign and key, then the cells that change, the old value before the
/// new. The new value is never cut short of what fits a line; a lookup or choice is shown by its name.
/// </summary>
internal sealed class PlanGrid
{
    private const int LongestValue = 120;

    private readonly IReadOnlyList<PlanColumn> columns;
    private readonly int[] keys;
    private readonly Dictionary<string, int> shownBy;
    private readonly int longestName;

    public PlanGrid(IReadOnlyList<PlanColumn> columns)
    {
        this.columns = columns;
        keys = [.. Indexes(column => column.Role == PlanColumnRole.Key)];
        longestName = columns.Where(column => column.Role == PlanColumnRole.Value).Select(column => column.Name.Length).DefaultIfEmpty(0).Max();

        // `x.name` and `x.label` say in words what `x` holds; `x.table` alone does not.
        shownBy = Indexes(column => column.CompanionOf is not null && !column.Name.EndsWith(".table", StringComparison.Ordinal))
            .GroupBy(index => columns[index].CompanionOf!, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Prints one change.</summary>
    public void Print(IAnsiConsole console, PlannedChange change)
    {
        console.MarkupLine($"{Signs.Of(change.Action)} [bold]{Markup.Escape(KeyOf(change))}[/]{Story(change)}");
        var changed = change.Changed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var index in Indexes(column => column.Role == PlanColumnRole.Value && Shows(change, column, changed)))
        {
            var name = Markup.Escape(columns[index].Name.PadRight(longestName));
            console.MarkupLine(change.Action switch
            {
                PlanAction.Add => $"    {name}  [green]{Value(change.After!, index)}[/]",
                PlanAction.Update => $"    {name}  [red]{Value(change.Before!, index)}[/] → [green]{Value(change.After!, index)}[/]",
                _ => $"    [grey]{name}  {Value(change.Before!, index)}[/]",
            });
        }
    }

    /// <summary>Lines that <see cref="Print"/> takes for a change.</summary>
    public int LinesOf(PlannedChange change)
    {
        var changed = change.Changed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return 1 + Indexes(column => column.Role == PlanColumnRole.Value && Shows(change, column, changed)).Count();
    }

    /// <summary>Key of a change, on one line.</summary>
    public string KeyOf(PlannedChange change)
    {
        var row = change.After ?? change.Before ?? [];
        return ValueText.OneLine(string.Join(", ", keys.Select(index => Show(row, index))), LongestValue);
    }

    /// <summary>One change as JSON: key, and before and after of the cells concerned.</summary>
    public object ToJson(PlannedChange change) => PlanJsonLines.Shape(columns, change);

    private static bool Shows(PlannedChange change, PlanColumn column, HashSet<string> changed) =>
        change.Action == PlanAction.Delete || changed.Contains(column.Name);

    private static string Story(PlannedChange change) => change.Action == PlanAction.Update
        ? $" [grey]{Signs.Count(change.Changed.Count, "column")}[/]"
        : string.Empty;

    private string Value(IReadOnlyList<object?> row, int index)
    {
        var text = Show(row, index);
        return text.Length == 0 ? "[grey](empty)[/]" : Markup.Escape(ValueText.OneLine(text, LongestValue));
    }

    private string Show(IReadOnlyList<object?> row, int index)
    {
        if (row[index] is not null && shownBy.TryGetValue(columns[index].Name, out var words) && ValueText.Of(row[words]) is { Length: > 0 } label)
        {
            return label;
        }

        return ValueText.Of(row[index]) ?? string.Empty;
    }

    private IEnumerable<int> Indexes(Func<PlanColumn, bool> accepts) => Enumerable.Range(0, columns.Count).Where(index => accepts(columns[index]));
}
