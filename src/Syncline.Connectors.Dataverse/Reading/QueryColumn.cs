using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Reading;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Reading;

/// <summary>A column that is read.</summary>
/// <param name="Column">As the batch shows it.</param>
/// <param name="Definition">What the wire needs; null for the row's version.</param>
internal sealed record QueryColumn(ColumnSchema Column, ColumnDefinition? Definition)
{
    /// <summary>The row's version, as a column.</summary>
    public static ColumnSchema Version { get; } = new()
    {
        Name = ReadRequest.RowVersionColumn,
        Type = ColumnType.Of(ColumnKind.Text),
        CanInsert = false,
        CanUpdate = false,
    };

    public bool IsVersion => Definition is null;

    public static IReadOnlyList<QueryColumn> Resolve(TableDefinition table, IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var columns = new List<QueryColumn>(names.Count);
        foreach (var name in names)
        {
            if (!seen.Add(name))
            {
                throw SchemaErrors.ColumnTwice(table.LogicalName, name);
            }

            if (name == ReadRequest.RowVersionColumn)
            {
                columns.Add(new QueryColumn(Version, null));
                continue;
            }

            var definition = table.Find(name) ?? throw SchemaErrors.ColumnNotFound(table.LogicalName, name,
                NearestName.Find(name, table.Schema.Columns.Where(column => column.CompanionOf is null).Select(column => column.Name)));
            columns.Add(definition.Column.CanRead
                ? new QueryColumn(definition.Column, definition)
                : throw SchemaErrors.ColumnNotReadable(table.LogicalName, name));
        }

        return columns;
    }
}
