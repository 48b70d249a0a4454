using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Derived;

/// <summary>
/// Tables about tables: <c>@tables</c>, <c>@columns</c>, <c>@relationships</c>, <c>@choices</c> (the global ones) and <c>@views</c>, and of each table the
/// values of its choice columns as <c>contact/choices</c>. They can be read, and looked up in, like any other.
/// </summary>
internal sealed class DerivedTables(IDataverseTransport transport, TableCatalog catalog)
{
    /// <summary>The table of the options of global choices, to which rows can be added.</summary>
    public const string ChoicesName = "@choices";

    private const string ChoicesSuffix = "/choices";

    private static readonly TableSchema Tables = ListedTable.Describe(
        "@tables", "Tables", "Every table of the site.", ["name"], ("name", ColumnKind.Text), ("display_name", ColumnKind.Text), ("entity_set_name", ColumnKind.Text),
        ("description", ColumnKind.Text), ("primary_id", ColumnKind.Text), ("primary_name", ColumnKind.Text), ("type", ColumnKind.Text), ("is_intersect", ColumnKind.Boolean),
        ("tracks_changes", ColumnKind.Boolean));

    private static readonly TableSchema Columns = ListedTable.Describe(
        "@columns", "Columns", "Every column of every table.", ["table", "name"], ("table", ColumnKind.Text), ("name", ColumnKind.Text), ("display_name", ColumnKind.Text),
        ("type", ColumnKind.Text), ("is_required", ColumnKind.Boolean), ("can_read", ColumnKind.Boolean), ("can_insert", ColumnKind.Boolean), ("can_update", ColumnKind.Boolean));

    private static readonly TableSchema Relationships = ListedTable.Describe(
        "@relationships", "Relationships", "Every relationship: lookups (N:1) and N:N.", ["name", "table"], ("name", ColumnKind.Text), ("kind", ColumnKind.Text),
        ("table", ColumnKind.Text), ("column", ColumnKind.Text), ("target", ColumnKind.Text), ("intersect_table", ColumnKind.Text));

    private static readonly TableSchema Choices = Added(ListedTable.Describe(
        ChoicesName, "Choices", "The values of every global choice. Rows that are added become new values.", ["choice", "value"],
        ("choice", ColumnKind.Text), ("value", ColumnKind.Integer), ("label", ColumnKind.Text)));

    private static readonly TableSchema Views = ListedTable.Describe(
        "@views", "Views", "Every view; read the rows of one as the table named in the column source.", ["id"], ("id", ColumnKind.Guid), ("table", ColumnKind.Text),
        ("name", ColumnKind.Text), ("is_personal", ColumnKind.Boolean), ("source", ColumnKind.Text), ("fetchxml", ColumnKind.Text));

    /// <summary>Those that stand in the list of tables, in ordinal order; the choices of a table are listed with none.</summary>
    public static IReadOnlyList<TableSummary> Listed { get; } = [Choices.Summary, Columns.Summary, Relationships.Summary, Tables.Summary, Views.Summary];

    /// <summary>Whether a name is that of a derived table, whether there is one or not.</summary>
    public static bool IsDerived(string name) => name.StartsWith('@') || name.EndsWith(ChoicesSuffix, StringComparison.Ordinal);

    /// <summary>Columns of one, without asking for its rows.</summary>
    /// <exception cref="Core.Errors.SchemaException">There is none of that name.</exception>
    public async ValueTask<TableSchema> DescribeAsync(string name, CancellationToken cancellationToken) => name switch
    {
        "@tables" => Tables,
        "@columns" => Columns,
        "@relationships" => Relationships,
        ChoicesName => Choices,
        "@views" => Views,
        _ when !name.StartsWith('@') => DescribeChoices(await catalog.DescribeAsync(name[..^ChoicesSuffix.Length], cancellationToken)),
        _ => throw SchemaErrors.TableNotFound(name, NearestName.Find(name, Listed.Select(table => table.Name))),
    };

    /// <summary>One with its rows.</summary>
    /// <exception cref="Core.Errors.SchemaException">There is none of that name.</exception>
    public async ValueTask<ListedTable> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var schema = await DescribeAsync(name, cancellationToken);
        return new ListedTable(schema, name switch
        {
            "@tables" => [.. (await catalog.ListAsync(cancellationToken)).Values.Select(TableRow)],
            "@columns" =>
            [
                .. from entity in await transport.ListColumnsAsync(cancellationToken)
                   from attribute in entity.Attributes.OrderBy(attribute => attribute.LogicalName, StringComparer.Ordinal)
                   select ColumnRow(entity, attribute),
            ],
            "@relationships" => [.. (await transport.ListRelationshipsAsync(cancellationToken)).Select(RelationshipRow)],
            ChoicesName =>
            [
                .. from choice in await transport.ListGlobalChoicesAsync(cancellationToken)
                   from option in choice.Options
                   select new object?[] { choice.Name, (long)option.Value, option.Label },
            ],
            "@views" => [.. (await transport.ListViewsAsync(null, cancellationToken)).Select(view => new object?[]
            {
                view.Id, view.Table, view.Name, view.IsPersonal, $"{view.Table}/{view.Id:D}", view.FetchXml,
            })],
            _ => ChoiceRows(await catalog.DescribeAsync(name[..^ChoicesSuffix.Length], cancellationToken)),
        });
    }

    private static TableSchema Added(TableSchema table) => table with { Columns = [.. table.Columns.Select(column => column with { CanInsert = true })] };

    private static TableSchema DescribeChoices(TableDefinition table) => ListedTable.Describe(
        table.LogicalName + ChoicesSuffix, $"{table.Schema.Summary.DisplayName ?? table.LogicalName}: choices", $"The values of the choice columns of {table.LogicalName}.",
        ["column", "value"], ("column", ColumnKind.Text), ("value", ColumnKind.Integer), ("label", ColumnKind.Text), ("state", ColumnKind.Integer), ("default_status", ColumnKind.Integer));

    private static List<object?[]> ChoiceRows(TableDefinition table) =>
    [
        .. from column in table.Schema.Columns
           from option in column.Type.Choices
           select new object?[] { column.Name, (long)option.Value, option.Label, (long?)option.State, (long?)option.DefaultStatus },
    ];

    private static object?[] TableRow(EntityDescription entity) =>
    [
        entity.LogicalName, entity.DisplayName, entity.EntitySetName, entity.Description, entity.PrimaryIdAttribute, entity.PrimaryNameAttribute, entity.TableType,
        entity.IsIntersect, entity.IsChangeTrackingEnabled,
    ];

    private static object?[] ColumnRow(EntityDescription entity, AttributeDescription attribute) =>
    [
        entity.LogicalName, attribute.LogicalName, attribute.DisplayName, attribute.Type.ToString(), attribute.IsRequired, attribute.IsValidForRead,
        attribute.IsValidForCreate, attribute.IsValidForUpdate,
    ];

    private static object?[] RelationshipRow(RelationshipDescription relationship) =>
        [relationship.Name, relationship.Kind, relationship.Table, relationship.Column, relationship.Target, relationship.IntersectTable];
}
