using System.Xml;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.OrganizationService.Metadata;

/// <summary>
/// Asks for metadata: one table whole, all tables without their members, and over all tables only the properties that are used
/// (https://learn.microsoft.com/power-apps/developer/data-platform/org-service/metadata-retrieve-update-delete-entities).
/// </summary>
internal sealed class MetadataReader(OrganizationServiceClient client)
{
    private static readonly string[] AttributeProperties =
    [
        "LogicalName", "AttributeType", "AttributeTypeName", "DisplayName", "IsValidForCreate", "IsValidForUpdate", "IsValidForRead", "IsValidODataAttribute", "RequiredLevel",
    ];

    private static readonly string[] RelationshipProperties =
    [
        "SchemaName", "ReferencingEntity", "ReferencingAttribute", "ReferencedEntity", "Entity1LogicalName", "Entity2LogicalName", "IntersectEntityName",
    ];

    public ValueTask<IReadOnlyList<EntityDescription>> ListAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<EntityDescription>>(
        new OrganizationMessage("RetrieveAllEntities")
            .With("EntityFilters", XmlValue.Plain("m:EntityFilters", "Entity"))
            .With("RetrieveAsIfPublished", XmlValue.Flag(false)),
        "the list of tables", "EntityMetadata", cursor => ReadItems(cursor, EntityMetadataReader.Read), cancellationToken);

    public async ValueTask<EntityDescription?> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        var subject = $"table \"{table}\"";
        var message = new OrganizationMessage("RetrieveEntity")
            .With("EntityFilters", XmlValue.Plain("m:EntityFilters", "Entity Attributes Relationships"))
            .With("LogicalName", XmlValue.Text(table))
            .With("MetadataId", XmlValue.Id(Guid.Empty))
            .With("RetrieveAsIfPublished", XmlValue.Flag(false));
        return await client.FindAsync(message, subject, cursor => Understand(subject, () => ReadNamed(cursor, "EntityMetadata", EntityMetadataReader.Read)), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<EntityDescription>> ListColumnsAsync(CancellationToken cancellationToken)
    {
        var tables = await AskAsync(
            Query(["LogicalName", "Attributes"], xml => WriteProperties(xml, "AttributeQuery", AttributeProperties)),
            "the columns of all tables", "EntityMetadata", cursor => ReadItems(cursor, EntityMetadataReader.Read), cancellationToken);
        return [.. tables.OrderBy(table => table.LogicalName, StringComparer.Ordinal)];
    }

    /// <summary>Names of the tables that have an active alternate key.</summary>
    public async ValueTask<IReadOnlySet<string>> ListKeyedAsync(CancellationToken cancellationToken)
    {
        var tables = await AskAsync(
            Query(["LogicalName", "Keys"], xml => WriteProperties(xml, "KeyQuery", ["LogicalName", "KeyAttributes", "EntityKeyIndexStatus"])),
            "the list of alternate keys", "EntityMetadata", cursor => ReadItems(cursor, EntityMetadataReader.Read), cancellationToken);
        return tables.Where(table => table.Keys.Count > 0).Select(table => table.LogicalName).ToHashSet(StringComparer.Ordinal);
    }

    public ValueTask<IReadOnlyList<RelationshipDescription>> ListRelationshipsAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<RelationshipDescription>>(
        Query(
            ["LogicalName", "OneToManyRelationships", "ManyToOneRelationships", "ManyToManyRelationships"], xml => WriteProperties(xml, "RelationshipQuery", RelationshipProperties)),
        "the relationships", "EntityMetadata", RelationshipReader.Read, cancellationToken);

    public async ValueTask<IReadOnlyList<GlobalChoice>> ListGlobalChoicesAsync(CancellationToken cancellationToken)
    {
        var choices = await AskAsync(
            new OrganizationMessage("RetrieveAllOptionSets").With("RetrieveAsIfPublished", XmlValue.Flag(false)), "the global choices", "OptionSetMetadata",
            cursor => ReadItems(cursor, item =>
            {
                // Two-option sets have no list of options.
                var set = item.Tree();
                return MetadataXml.Child(set, "Options") is null ? null : new GlobalChoice(MetadataXml.RequiredText(set, "Name"), MetadataXml.Options(set));
            }),
            cancellationToken);
        return [.. choices.OfType<GlobalChoice>().OrderBy(choice => choice.Name, StringComparer.Ordinal)];
    }

    private ValueTask<T> AskAsync<T>(OrganizationMessage message, string subject, string result, Func<XmlCursor, T> read, CancellationToken cancellationToken)
        where T : class =>
        client.AskAsync(message, subject, cursor => Understand(subject, () => ReadNamed(cursor, result, read)), cancellationToken);

    private static List<T> ReadItems<T>(XmlCursor cursor, Func<XmlCursor, T> read)
    {
        var items = new List<T>();
        EntityMetadataReader.Each(cursor, () => items.Add(read(cursor)));
        return items;
    }

    private static T ReadNamed<T>(XmlCursor cursor, string name, Func<XmlCursor, T> read)
        where T : class
    {
        T? found = null;
        SoapAnswer.ReadResults(cursor, key =>
        {
            if (key == name && found is null)
            {
                found = read(cursor);
            }
            else
            {
                cursor.Skip();
            }
        });
        SoapAnswer.LeaveResult(cursor);
        return found ?? throw new FormatException($"It has no {name}.");
    }

    private static T Understand<T>(string subject, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException or XmlException)
        {
            throw SchemaErrors.MetadataBroken(subject, exception);
        }
    }

    /// <summary>A query over all tables. Members stand in the order that the contract demands: those of the base type first.</summary>
    private static OrganizationMessage Query(string[] properties, Action<XmlWriter> members) => new OrganizationMessage("RetrieveMetadataChanges").With("Query", xml =>
    {
        XmlValue.Type(xml, "q:EntityQueryExpression");
        WritePropertyNames(xml, properties);
        members(xml);
    });

    private static void WriteProperties(XmlWriter xml, string element, string[] properties)
    {
        xml.WriteStartElement("q", element, XmlNames.MetadataQuery);
        WritePropertyNames(xml, properties);
        xml.WriteEndElement();
    }

    private static void WritePropertyNames(XmlWriter xml, string[] properties)
    {
        xml.WriteStartElement("q", "Properties", XmlNames.MetadataQuery);
        xml.WriteElementString("q", "AllProperties", XmlNames.MetadataQuery, "false");
        xml.WriteStartElement("q", "PropertyNames", XmlNames.MetadataQuery);
        XmlValue.TextItems(xml, properties);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }
}
