using System.Text.RegularExpressions;
using Syncline.Sync.Plans;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Applying;

/// <summary>A column of failed rows that are taken from the plan.</summary>
/// <param name="Name">The source column's name where the value is taken from one, else the target column's.</param>
/// <param name="Index">Place of the value in the plan.</param>
/// <param name="Words">Place of the words for it (the label of a choice, the name of a lookup); null when there are none.</param>
internal sealed partial record FailedRowColumn(string Name, int Index, int? Words)
{
    /// <summary>The key and value columns, each name once.</summary>
    public static IReadOnlyList<FailedRowColumn> Of(IReadOnlyList<PlanColumn> plan)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var columns = new List<FailedRowColumn>();
        foreach (var (index, column) in plan.Index().Where(column => column.Item.Role is PlanColumnRole.Key or PlanColumnRole.Value))
        {
            var words = plan.Index()
                .Where(other => other.Item.CompanionOf == column.Name && (other.Item.Name == column.Name + ".label" || other.Item.Name == column.Name + ".name"))
                .Select(other => (int?)other.Index)
                .FirstOrDefault();
            var source = column.Source is { } from && PlainName().IsMatch(from) ? from : column.Name;
            if (names.Add(source) || names.Add(source = column.Name))
            {
                columns.Add(new FailedRowColumn(source, index, words));
            }
        }

        return columns;
    }

    /// <summary>The text of a row's value.</summary>
    public string? TextOf(IReadOnlyList<object?> row) => InvariantText.Of((Words is { } words ? row[words] : null) ?? row[Index]);

    // A plan tells a source column and an expression in the same place; only what can be no expression is taken for a column.
    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_.]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlainName();
}
