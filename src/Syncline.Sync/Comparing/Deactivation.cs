using Syncline.Core.Tables;
using Syncline.Sync.Mapping;
using Syncline.Sync.Plans;
using Syncline.Sync.Projects;

namespace Syncline.Sync.Comparing;

/// <summary>
/// What <c>delete: deactivate</c> does: rows that only the target has are updated to the inactive state that the connector names
/// (<see cref="TableSchema.InactiveValues"/>). It stands in a plan as an update of these columns alone, so it is reviewed, resumed and undone
/// like any other.
/// </summary>
internal sealed class Deactivation
{
    /// <summary>Where a plan says that the values of these columns come from.</summary>
    public const string Origin = "delete: deactivate";

    private readonly IReadOnlyList<(ColumnSchema Column, object Value)> values;

    private Deactivation(IReadOnlyList<(ColumnSchema Column, object Value)> values) => this.values = values;

    /// <summary>Columns that are set, in order; the first is the state itself.</summary>
    public IEnumerable<ColumnSchema> Columns => values.Select(value => value.Column);

    /// <summary>SQL of the list of their names.</summary>
    public string Names => Sql.Literal(Columns.Select(column => column.Name));

    /// <summary>What a project asks for; null when it does not deactivate.</summary>
    public static Deactivation? Of(BoundProject project) => project.Project.Actions.Delete == DeleteAction.Deactivate ? Of(project.Target) : null;

    /// <summary>Whether rows of a table can be set inactive.</summary>
    public static bool IsPossible(TableSchema target) => Of(target) is not null;

    /// <summary>SQL condition that a row of the target is inactive already, for whatever reason.</summary>
    public string IsInactive(string row) => $"{row}.{Sql.Quote(values[0].Column.Name)} IS NOT DISTINCT FROM {Sql.Literal(values[0].Value, values[0].Column.Type)}";

    /// <summary>SQL of a column's value after a row was set inactive; null for a column that is left alone.</summary>
    public string? ValueOf(ColumnSchema column) =>
        values.Where(value => value.Column.Name == column.Name).Select(value => Sql.Literal(value.Value, column.Type)).FirstOrDefault();

    /// <summary>SQL of the label that a choice has then; null for a column that is left alone.</summary>
    public string? LabelOf(ColumnSchema column) => ValueOf(column) is { } value ? ValueConversion.LabelOf(column.Type, value) : null;

    private static Deactivation? Of(TableSchema target)
    {
        var named = target.InactiveValues.Select(value => (Column: target.Find(value.Key), value.Value)).ToList();
        return named.Count > 0 && named.TrueForAll(value => value.Column is { CanRead: true, CanUpdate: true })
            ? new Deactivation([.. named.Select(value => (value.Column!, value.Value))])
            : null;
    }
}
