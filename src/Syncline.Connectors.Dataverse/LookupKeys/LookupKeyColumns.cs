using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.LookupKeys;

/// <summary>
/// Columns such as <c>parentcustomerid.account.accountnumber</c>: the alternate key of the row that a lookup points to, in place of its id. Only keys of one
/// column, of a kind that stands in an address.
/// </summary>
internal static class LookupKeyColumns
{
    /// <summary>The columns for a table's lookups.</summary>
    /// <param name="table">The table.</param>
    /// <param name="targets">Tables pointed to that have alternate keys, by name, with their attributes.</param>
    public static IEnumerable<ColumnDefinition> Of(TableDefinition table, IReadOnlyDictionary<string, EntityDescription> targets) =>
        from lookup in table.Columns
        where lookup is { IsLookup: true, Companion: CompanionKind.None } && (lookup.Column.CanInsert || lookup.Column.CanUpdate)
        from target in lookup.Column.Type.LookupTargets
        where targets.ContainsKey(target) && lookup.NavigationTo(target) is not null
        from key in targets[target].Keys
        where key.Attributes.Count == 1
        let attribute = targets[target].Attributes.FirstOrDefault(attribute => attribute.LogicalName == key.Attributes[0])
        where attribute is { IsValidForRead: true, Type: AttributeType.String or AttributeType.Integer or AttributeType.Uniqueidentifier }
        select Column(lookup, target, attribute);

    /// <summary>Tables whose keys could give a table columns.</summary>
    public static IEnumerable<string> TargetsOf(TableDefinition table) =>
        table.Columns.Where(column => column is { IsLookup: true, Companion: CompanionKind.None }).SelectMany(column => column.Column.Type.LookupTargets).Distinct(StringComparer.Ordinal);

    private static ColumnDefinition Column(ColumnDefinition lookup, string target, AttributeDescription key) => lookup with
    {
        Column = lookup.Column with
        {
            Name = $"{lookup.LogicalName}.{target}.{key.LogicalName}",
            DisplayName = lookup.Column.DisplayName is { } name ? $"{name} ({key.DisplayName ?? key.LogicalName} of {target})" : null,
            Type = TableDefinitionBuilder.TypeOf(key),
            IsOnRequest = true,
            IsRequired = false,
        },
        LookupKey = new LookupKey(target, key.LogicalName),
    };
}
