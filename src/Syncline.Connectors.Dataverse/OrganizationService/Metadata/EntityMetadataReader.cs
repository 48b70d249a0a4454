using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.OrganizationService.Metadata;

/// <summary>
/// Reads tables, <c>EntityMetadata</c>, member by member, so that only one attribute or relationship at a time is held in the server's form: a table's
/// description has a megabyte and more.
/// </summary>
internal static class EntityMetadataReader
{
    /// <summary>The table whose element the cursor stands on; the cursor is then past.</summary>
    /// <exception cref="FormatException">Something has no name.</exception>
    public static EntityDescription Read(XmlCursor cursor)
    {
        var attributes = new List<AttributeDescription>();
        var keys = new List<AlternateKeyDescription>();
        var lookups = new List<LookupRelationship>();
        var pairs = new List<(string? Table, ManyToManyRelationship Relationship)>();
        var own = new System.Xml.Linq.XElement("EntityMetadata");
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                switch (cursor.Name)
                {
                    case "Attributes": Each(cursor, () => attributes.Add(MetadataXml.Attribute(cursor.Tree()))); break;
                    case "Keys": Each(cursor, () => AddIfThere(keys, MetadataXml.Key(cursor.Tree()))); break;
                    case "ManyToOneRelationships": Each(cursor, () => AddIfThere(lookups, MetadataXml.Lookup(cursor.Tree()))); break;
                    case "ManyToManyRelationships":
                        Each(cursor, () =>
                        {
                            var pair = cursor.Tree();
                            pairs.Add((MetadataXml.Text(pair, "IntersectEntityName"), MetadataXml.Association(pair)));
                        });
                        break;
                    case "OneToManyRelationships" or "Privileges": cursor.Skip(); break;
                    default: own.Add(cursor.Tree()); break;
                }
            }
        }

        var name = MetadataXml.RequiredText(own, "LogicalName");
        var isIntersect = MetadataXml.Flag(own, "IsIntersect");
        return new EntityDescription
        {
            LogicalName = name,
            EntitySetName = MetadataXml.TextOr(own, "EntitySetName", whenUnknown: name), // builds from before the Web API know none
            DisplayName = MetadataXml.Label(own, "DisplayName"),
            Description = MetadataXml.Label(own, "Description"),
            PrimaryIdAttribute = MetadataXml.Text(own, "PrimaryIdAttribute"),
            PrimaryNameAttribute = MetadataXml.Text(own, "PrimaryNameAttribute"),
            IsIntersect = isIntersect,
            IsPrivate = MetadataXml.Flag(own, "IsPrivate"),
            TableType = MetadataXml.Text(own, "TableType"),
            IsChangeTrackingEnabled = MetadataXml.Flag(own, "ChangeTrackingEnabled", whenUnknown: true),
            IsOptimisticConcurrencyEnabled = MetadataXml.Flag(own, "IsOptimisticConcurrencyEnabled", whenUnknown: true),
            Attributes = attributes,
            Keys = keys,
            Lookups = lookups,
            Association = isIntersect ? pairs.FirstOrDefault(pair => pair.Table == name).Relationship : null,
        };
    }

    /// <summary>Goes through the items of the element that the cursor stands on; each must be consumed.</summary>
    public static void Each(XmlCursor cursor, Action read)
    {
        if (cursor.Enter())
        {
            while (cursor.Next())
            {
                read();
            }
        }
    }

    private static void AddIfThere<T>(List<T> list, T? item)
        where T : class
    {
        if (item is not null)
        {
            list.Add(item);
        }
    }
}
