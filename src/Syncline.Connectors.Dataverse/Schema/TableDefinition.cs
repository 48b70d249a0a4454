using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>A table's schema together with what the wire needs to know of it. Immutable.</summary>
internal sealed class TableDefinition
{
    private readonly Dictionary<string, ColumnDefinition> columns;

    public TableDefinition(TableSchema schema, string entitySetName, string primaryId, bool isElastic, IEnumerable<ColumnDefinition> columns)
    {
        Schema = schema;
        EntitySetName = entitySetName;
        PrimaryId = primaryId;
        IsElastic = isElastic;
        this.columns = columns.ToDictionary(column => column.Column.Name, StringComparer.OrdinalIgnoreCase);
    }

    public TableSchema Schema { get; }

    public string LogicalName => Schema.Name;

    public string EntitySetName { get; }

    /// <summary>Logical name of the primary key's column.</summary>
    public string PrimaryId { get; }

    /// <summary>Elastic tables have no transactions: a refused bulk request may have written some of its rows.</summary>
    public bool IsElastic { get; }

    public ColumnDefinition? Find(string name) => columns.GetValueOrDefault(name);
}
