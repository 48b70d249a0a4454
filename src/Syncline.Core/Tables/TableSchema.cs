namespace Syncline.Core.Tables;

/// <summary>A table with its columns and keys. Immutable.</summary>
public sealed record TableSchema
{
    private Dictionary<string, ColumnSchema>? byName;

    /// <summary>The table as a list shows it.</summary>
    public required TableSummary Summary { get; init; }

    /// <summary>Columns, in the system's order; names are unique without regard to case.</summary>
    public required IReadOnlyList<ColumnSchema> Columns
    {
        get;
        init
        {
            field = value;
            byName = null; // a copy made by "with" must not look names up among the old columns
        }
    }

    /// <summary>Keys, the primary one first; empty for a table that has none (a CSV file).</summary>
    public IReadOnlyList<TableKey> Keys { get; init; } = [];

    /// <summary>
    /// What takes a row out of use without deleting it: column and value, in the order to set them (Dataverse: <c>statecode</c> 1 and the
    /// <c>statuscode</c> that goes with it). A row that has the first of them is out of use already, whatever the others say. Empty when rows
    /// of the table have no such state.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, object>> InactiveValues { get; init; } = [];

    /// <summary>Column that names a row to people (Dataverse's primary name column); null when there is none.</summary>
    public string? NameColumn { get; init; }

    /// <summary>Table name.</summary>
    public string Name => Summary.Name;

    /// <summary>The primary key, or null.</summary>
    public TableKey? PrimaryKey => Keys.FirstOrDefault(key => key.IsPrimary);

    /// <summary>Finds a column by name without regard to case; null when there is none.</summary>
    public ColumnSchema? Find(string name)
    {
        byName ??= Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        return byName.GetValueOrDefault(name);
    }
}
