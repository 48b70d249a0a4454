using System.Globalization;
using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Comparing;

/// <summary>
/// What <c>delete: deactivate</c> does: rows that only the target has are updated to the inactive state. It stands in a plan as an update of the
/// state column alone, so it is reviewed, resumed and undone like any other.
/// </summary>
internal static class Deactivation
{
    /// <summary>
    /// Column of a row's state, as Dataverse names it: 0 is active, 1 inactive
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/define-custom-state-model-transitions).
    /// </summary>
    public const string StateColumn = "statecode";

    /// <summary>The state of an inactive row.</summary>
    public const int Inactive = 1;

    /// <summary>Whether rows of a table can be set inactive.</summary>
    public static bool IsPossible(TableSchema target) =>
        target.Find(StateColumn) is { CanRead: true, CanUpdate: true, Type: { Kind: ColumnKind.Choice } type } && type.Choices.Any(option => option.Value == Inactive);

    /// <summary>SQL of the state, and of its label, after a row was set inactive; null for any other column.</summary>
    public static string? ValueOf(ColumnSchema column, bool isLabel)
    {
        if (!string.Equals(column.Name, StateColumn, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var value = Inactive.ToString(CultureInfo.InvariantCulture);
        return isLabel ? ValueConversion.LabelOf(column.Type, value) : $"CAST({value} AS {Sql.TypeOf(column.Type)})";
    }
}
