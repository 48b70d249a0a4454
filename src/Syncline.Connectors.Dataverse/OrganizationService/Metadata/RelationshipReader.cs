using Syncline.Connectors.Dataverse.Derived;

namespace Syncline.Connectors.Dataverse.OrganizationService.Metadata;

/// <summary>Reads the relationships of all tables, each once, from whichever side comes first: not every table that is pointed to is listed (owner is not).</summary>
internal static class RelationshipReader
{
    /// <param name="cursor">Stands on the collection of tables; is then past it.</param>
    public static IReadOnlyList<RelationshipDescription> Read(XmlCursor cursor)
    {
        var lookups = new SortedDictionary<string, RelationshipDescription>(StringComparer.Ordinal);
        var pairs = new SortedDictionary<string, RelationshipDescription>(StringComparer.Ordinal);
        EntityMetadataReader.Each(cursor, () => ReadTable(cursor, lookups, pairs));
        return [.. lookups.Values, .. pairs.Values];
    }

    private static void ReadTable(XmlCursor cursor, SortedDictionary<string, RelationshipDescription> lookups, SortedDictionary<string, RelationshipDescription> pairs) =>
        EntityMetadataReader.Each(cursor, () =>
        {
            switch (cursor.Name)
            {
                case "OneToManyRelationships" or "ManyToOneRelationships":
                    EntityMetadataReader.Each(cursor, () =>
                    {
                        var one = cursor.Tree();
                        var name = MetadataXml.RequiredText(one, "SchemaName");
                        lookups.TryAdd(name, new RelationshipDescription(
                            name, "N:1", MetadataXml.RequiredText(one, "ReferencingEntity"), MetadataXml.Text(one, "ReferencingAttribute"),
                            MetadataXml.RequiredText(one, "ReferencedEntity"), null));
                    });
                    break;
                case "ManyToManyRelationships":
                    EntityMetadataReader.Each(cursor, () =>
                    {
                        var many = cursor.Tree();
                        var name = MetadataXml.RequiredText(many, "SchemaName");
                        pairs.TryAdd(name, new RelationshipDescription(
                            name, "N:N", MetadataXml.RequiredText(many, "Entity1LogicalName"), null,
                            MetadataXml.RequiredText(many, "Entity2LogicalName"), MetadataXml.Text(many, "IntersectEntityName")));
                    });
                    break;
                default: cursor.Skip(); break;
            }
        });
}
