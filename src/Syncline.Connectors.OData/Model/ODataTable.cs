using Syncline.Core.Errors;
using Syncline.Core.Tables;

namespace Syncline.Connectors.OData.Model;

/// <summary>An entity set.</summary>
/// <param name="Schema">The table.</param>
/// <param name="Columns">Its columns, in the order of the schema.</param>
/// <param name="VersionProperties">Properties that make up a row's ETag, as the service tells; some give none when these are not asked for.</param>
internal sealed record ODataTable(TableSchema Schema, IReadOnlyList<ODataColumn> Columns, IReadOnlyList<string> VersionProperties)
{
    private readonly Dictionary<string, ODataColumn> byName = Columns.ToDictionary(column => column.Schema.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The key's columns.</summary>
    public IReadOnlyList<string> Key => Schema.PrimaryKey?.Columns ?? [];

    /// <summary>A column by name without regard to case.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public ODataColumn Find(string name) => byName.GetValueOrDefault(name) ?? throw new SchemaException(ODataErrors.NoSuchColumn(name, Schema.Name, [.. Columns.Select(column => column.Schema.Name)]));
}
