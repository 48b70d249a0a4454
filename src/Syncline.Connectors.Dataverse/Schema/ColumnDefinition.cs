using Syncline.Connectors.Dataverse.LookupKeys;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.Schema;

/// <summary>A column together with what the wire needs to know of it.</summary>
internal sealed record ColumnDefinition
{
    public required ColumnSchema Column { get; init; }

    /// <summary>The attribute's logical name; for a companion, that of the column it explains.</summary>
    public required string LogicalName { get; init; }

    public required AttributeType Type { get; init; }

    public CompanionKind Companion { get; init; }

    /// <summary>For a column that stands for a lookup by an alternate key of the row pointed to, that key; else null.</summary>
    public LookupKey? LookupKey { get; init; }

    /// <summary>For a lookup: the navigation property to bind, by the table pointed to.</summary>
    public IReadOnlyDictionary<string, string> NavigationByTarget { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>For a lookup: the collection on the row pointed to that holds the rows pointing to it, by the table pointed to.</summary>
    public IReadOnlyDictionary<string, string> CollectionByTarget { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public bool IsLookup => Type is AttributeType.Lookup or AttributeType.Customer or AttributeType.Owner;

    /// <summary>A party list, or the names of its parties: they stand in a table of their own.</summary>
    public bool IsPartyList => Type == AttributeType.PartyList;

    /// <summary>A file or an image: its content is read and written by requests of its own.</summary>
    public bool IsFile => Type is AttributeType.File or AttributeType.Image;

    /// <summary>The navigation property that binds a row of this table; null when the lookup can't point there.</summary>
    public string? NavigationTo(string target)
    {
        if (NavigationByTarget.TryGetValue(target, out var name))
        {
            return name;
        }

        // Users and teams share one relationship to "owner", whose navigation property is the column itself (ownerid).
        return Column.Type.LookupTargets.Contains(target, StringComparer.Ordinal)
            ? NavigationByTarget.GetValueOrDefault("owner") ?? (Type == AttributeType.Owner ? LogicalName : null)
            : null;
    }
}
