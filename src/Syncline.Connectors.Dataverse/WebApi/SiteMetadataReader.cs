using System.Text.Json;
using Syncline.Connectors.Dataverse.Derived;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Reads what the site's definitions say over all tables, one request for each kind of thing.</summary>
internal sealed class SiteMetadataReader(WebApiClient client)
{
    public ValueTask<IReadOnlyList<EntityDescription>> ListColumnsAsync(CancellationToken cancellationToken) => ListAsync(
        "EntityDefinitions?$select=LogicalName&$expand=Attributes($select=LogicalName,AttributeType,AttributeTypeName,DisplayName,IsValidForCreate,IsValidForUpdate,"
        + "IsValidForRead,IsValidODataAttribute,RequiredLevel)",
        "the columns of all tables",
        entity => MetadataJson.Entity(entity) with { Attributes = [.. MetadataJson.Members(entity, "Attributes").Select(MetadataJson.Attribute)] },
        entity => entity.LogicalName, cancellationToken);

    public async ValueTask<IReadOnlyList<RelationshipDescription>> ListRelationshipsAsync(CancellationToken cancellationToken)
    {
        const string subject = "the relationships";
        var lookups = await ListAsync(
            "RelationshipDefinitions/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata?$select=SchemaName,ReferencingEntity,ReferencingAttribute,ReferencedEntity", subject,
            one => new RelationshipDescription(
                MetadataJson.RequiredText(one, "SchemaName"), "N:1", MetadataJson.RequiredText(one, "ReferencingEntity"), MetadataJson.Text(one, "ReferencingAttribute"),
                MetadataJson.RequiredText(one, "ReferencedEntity"), null),
            one => one.Name, cancellationToken);
        var pairs = await ListAsync(
            "RelationshipDefinitions/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata?$select=SchemaName,Entity1LogicalName,Entity2LogicalName,IntersectEntityName", subject,
            many => new RelationshipDescription(
                MetadataJson.RequiredText(many, "SchemaName"), "N:N", MetadataJson.RequiredText(many, "Entity1LogicalName"), null,
                MetadataJson.RequiredText(many, "Entity2LogicalName"), MetadataJson.Text(many, "IntersectEntityName")),
            many => many.Name, cancellationToken);
        return [.. lookups, .. pairs];
    }

    public ValueTask<IReadOnlyList<GlobalChoice>> ListGlobalChoicesAsync(CancellationToken cancellationToken) => ListAsync(
        "GlobalOptionSetDefinitions/Microsoft.Dynamics.CRM.OptionSetMetadata?$select=Name,Options", "the global choices",
        choice => new GlobalChoice(MetadataJson.RequiredText(choice, "Name"), MetadataJson.Options(choice)), choice => choice.Name, cancellationToken);

    private async ValueTask<IReadOnlyList<T>> ListAsync<T>(string path, string subject, Func<JsonElement, T> read, Func<T, string> order, CancellationToken cancellationToken)
    {
        using var document = await client.GetDocumentAsync(path, subject, cancellationToken);
        return MetadataReader.Understand(subject, () => MetadataJson.Values(document.RootElement).Select(read).OrderBy(order, StringComparer.Ordinal).ToList());
    }
}
