using System.Globalization;
using Syncline.Core.Tables;
using Syncline.Sync.Plans;

namespace Syncline.Workspace.Applying;

/// <summary>
/// Tells whether a row of the source is still the one that a change was planned from, by the key columns that are taken over as they are.
/// A line alone does not: somebody may have edited the file since.
/// </summary>
internal sealed class SourceRowCheck
{
    private readonly (int InPlan, int InSource)[] keys;

    /// <param name="plan">Columns of the plan.</param>
    /// <param name="source">Names of the source's columns.</param>
    public SourceRowCheck(IReadOnlyList<PlanColumn> plan, IReadOnlyList<string> source) => keys = [.. plan.Index()
        .Where(column => column.Item is { Role: PlanColumnRole.Key, Type.Kind: ColumnKind.Text or ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Guid })
        .Select(column => (column.Index, Find(source, column.Item.Source)))
        .Where(key => key.Item2 >= 0)];

    /// <summary>Whether the keys are the same.</summary>
    public bool IsSame(PlannedChange change, IReadOnlyList<string?> row) =>
        Array.TrueForAll(keys, key => IsSame(change.After![key.InPlan], row[key.InSource]?.Trim() ?? string.Empty));

    private static bool IsSame(object? planned, string text) => planned switch
    {
        Guid id => Guid.TryParse(text, out var other) && other == id,
        long or decimal => !decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            || number == Convert.ToDecimal(planned, CultureInfo.InvariantCulture),
        string words => string.Equals(words.Trim(), text, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    private static int Find(IReadOnlyList<string> source, string? name)
    {
        for (var i = 0; i < source.Count; i++)
        {
            if (string.Equals(source[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
