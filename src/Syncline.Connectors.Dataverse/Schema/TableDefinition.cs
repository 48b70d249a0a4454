using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>A table's schema together with what the wire needs to know of it. Immutable.</summary>
internal sealed class TableDefinition
{
    private readonly Dictionary<string, ColumnDefinition> columns;

    public TableDefinition(TableSchema schema, string entitySetName, string primaryId, IEnumerable<ColumnDefinition> columns)
    {
        Schema = schema;
        EntitySetName = entitySetName;
        PrimaryId = primaryId;
        this.columns = columns.ToDictionary(column => column.Column.Name, StringComparer.OrdinalIgnoreCase);
    }

    public TableSchema Schema { get; }

    public string LogicalName => Schema.Name;

    public string EntitySetName { get; }

    /// <summary>Logical name of the primary key's column.</summary>
    public string PrimaryId { get; }

    /// <summary>Elastic tables have no transactions: a refused bulk request may have written some of its rows.</summary>
    public bool IsElastic { get; init; }

    /// <summary>Neither elastic nor virtual.</summary>
    public bool IsStandard { get; init; }

    /// <summary>Whether the server can tell what changed since an earlier read.</summary>
    public bool TracksChanges { get; init; }

    /// <summary>For the table behind an N:N relationship, that relationship: its rows are not made and deleted but associated and disassociated.</summary>
    public ManyToManyRelationship? Association { get; init; }

    /// <summary>All of them, in no particular order.</summary>
    public IReadOnlyCollection<ColumnDefinition> Columns => columns.Values;

    /// <summary>The same table with more columns.</summary>
    public TableDefinition With(IReadOnlyList<ColumnDefinition> more) => more.Count == 0 ? this
        : new TableDefinition(Schema with { Columns = [.. Schema.Columns, .. more.Select(column => column.Column)] }, EntitySetName, PrimaryId, columns.Values.Concat(more))
        {
            IsElastic = IsElastic,
            IsStandard = IsStandard,
            TracksChanges = TracksChanges,
            Association = Association,
        };

    public ColumnDefinition? Find(string name) => columns.GetValueOrDefault(name);
}
