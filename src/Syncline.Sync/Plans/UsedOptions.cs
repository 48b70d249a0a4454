using System.Globalization;

namespace Syncline.Sync.Plans;

/// <summary>Finds out which of a plan's new options its changes need, as they are looked at one after the other.</summary>
internal sealed class UsedOptions(IReadOnlyList<PlanColumn> columns, IReadOnlyList<PlanNewOption> options)
{
    private readonly (int Position, string List)[] lists =
        [.. columns.Index().Where(column => column.Item.Type.ChoiceList is not null).Select(column => (column.Index, column.Item.Type.ChoiceList!.Name))];

    private readonly HashSet<(string List, string Value)> values = [];

    /// <summary>Those that are needed by what was looked at.</summary>
    public IReadOnlyList<PlanNewOption> All => [.. options.Where(option => values.Contains((option.Choice, option.Value.ToString(CultureInfo.InvariantCulture))))];

    /// <summary>Looks at a change.</summary>
    public void Note(PlannedChange change)
    {
        if (options.Count == 0 || change.After is not { } after)
        {
            return;
        }

        foreach (var (position, list) in lists)
        {
            foreach (var value in Convert.ToString(after[position], CultureInfo.InvariantCulture)?.Split(',') ?? [])
            {
                values.Add((list, value));
            }
        }
    }
}
