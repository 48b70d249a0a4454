using System.Text.Json;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Schema;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>
/// Reads tables from <c>EntityDefinitions</c>. One request gives a table with the properties that all attributes share, its keys and its
/// lookups; limits, options and targets belong to derived types, which are asked for by a cast each, at the same time, and only the types
/// that the table has (https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api).
/// </summary>
internal sealed class MetadataReader(WebApiClient client)
{
    private const string EntityProperties =
        "LogicalName,EntitySetName,DisplayName,Description,PrimaryIdAttribute,PrimaryNameAttribute,IsIntersect,IsPrivate,TableType,"
        + "IsOptimisticConcurrencyEnabled,ChangeTrackingEnabled";

    private const string AttributeProperties =
        "LogicalName,AttributeType,AttributeTypeName,DisplayName,IsValidForCreate,IsValidForUpdate,IsValidForRead,IsValidODataAttribute,"
        + "RequiredLevel,AttributeOf";

    private const string Describe =
        "?$select=" + EntityProperties
        + "&$expand=Attributes($select=" + AttributeProperties + ")"
        + ",Keys($select=LogicalName,KeyAttributes,EntityKeyIndexStatus)"
        + ",ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName,ReferencedEntityNavigationPropertyName)";

    private const string Options = "&$expand=OptionSet($select=Options),GlobalOptionSet($select=Name,Options)";

    private static readonly (AttributeType[] Types, string Cast, string Query)[] Casts =
    [
        ([AttributeType.String], "StringAttributeMetadata", "$select=LogicalName,MaxLength"),
        ([AttributeType.Memo], "MemoAttributeMetadata", "$select=LogicalName,MaxLength"),
        ([AttributeType.Integer], "IntegerAttributeMetadata", "$select=LogicalName,MinValue,MaxValue"),
        ([AttributeType.Decimal], "DecimalAttributeMetadata", "$select=LogicalName,MinValue,MaxValue,Precision"),
        ([AttributeType.Double], "DoubleAttributeMetadata", "$select=LogicalName,MinValue,MaxValue,Precision"),
        ([AttributeType.Money], "MoneyAttributeMetadata", "$select=LogicalName,MinValue,MaxValue,Precision,PrecisionSource"),
        ([AttributeType.DateTime], "DateTimeAttributeMetadata", "$select=LogicalName,DateTimeBehavior"),
        ([AttributeType.Lookup, AttributeType.Customer, AttributeType.Owner], "LookupAttributeMetadata", "$select=LogicalName,Targets"),
        ([AttributeType.Picklist], "PicklistAttributeMetadata", "$select=LogicalName,DefaultFormValue" + Options),
        ([AttributeType.MultiSelectPicklist], "MultiSelectPicklistAttributeMetadata", "$select=LogicalName" + Options),
        ([AttributeType.State], "StateAttributeMetadata", "$select=LogicalName&$expand=OptionSet($select=Options)"),
        ([AttributeType.Status], "StatusAttributeMetadata", "$select=LogicalName&$expand=OptionSet($select=Options)"),
    ];

    public async ValueTask<IReadOnlyList<EntityDescription>> ListAsync(CancellationToken cancellationToken)
    {
        const string subject = "the list of tables";
        using var document = await client.GetDocumentAsync("EntityDefinitions?$select=" + EntityProperties, subject, cancellationToken);
        return Understand(subject, () => MetadataJson.Values(document.RootElement).Select(MetadataJson.Entity).ToList());
    }

    public async ValueTask<IReadOnlySet<string>> ListKeyedAsync(CancellationToken cancellationToken)
    {
        const string subject = "the list of alternate keys";
        using var document = await client.GetDocumentAsync(
            "EntityDefinitions?$select=LogicalName&$expand=Keys($select=LogicalName,KeyAttributes,EntityKeyIndexStatus)", subject, cancellationToken);
        return Understand(subject, () => MetadataJson.Values(document.RootElement).Where(entity => MetadataJson.Keys(entity).Any())
            .Select(entity => MetadataJson.RequiredText(entity, "LogicalName")).ToHashSet(StringComparer.Ordinal));
    }

    public async ValueTask<EntityDescription?> DescribeAsync(string table, CancellationToken cancellationToken)
    {
        var address = $"EntityDefinitions(LogicalName='{table}')";
        var subject = $"table \"{table}\"";
        using var document = await client.FindDocumentAsync(address + Describe, subject, cancellationToken);
        if (document is null)
        {
            return null;
        }

        var (entity, attributes) = Understand(subject, () => (
            MetadataJson.Entity(document.RootElement) with
            {
                Keys = [.. MetadataJson.Keys(document.RootElement)],
                Lookups = [.. MetadataJson.Lookups(document.RootElement)],
            },
            MetadataJson.Members(document.RootElement, "Attributes").Select(MetadataJson.Attribute)
                .ToDictionary(attribute => attribute.LogicalName, StringComparer.Ordinal)));

        var present = attributes.Values.Where(attribute => attribute.IsValidForOData).Select(attribute => attribute.Type).ToHashSet();
        var details = await Task.WhenAll(Casts.Where(cast => present.Overlaps(cast.Types)).Select(cast =>
            client.GetDocumentAsync($"{address}/Attributes/Microsoft.Dynamics.CRM.{cast.Cast}?{cast.Query}", subject, cancellationToken).AsTask()));
        foreach (var detail in details)
        {
            using (detail)
            {
                Understand(subject, () =>
                {
                    foreach (var element in MetadataJson.Values(detail.RootElement))
                    {
                        var name = MetadataJson.RequiredText(element, "LogicalName");
                        if (attributes.TryGetValue(name, out var attribute))
                        {
                            attributes[name] = MetadataJson.WithDetails(attribute, element);
                        }
                    }

                    return true;
                });
            }
        }

        return entity with
        {
            Attributes = [.. attributes.Values],
            Association = entity.IsIntersect ? await AssociationAsync(table, subject, cancellationToken) : null,
        };
    }

    private async ValueTask<ManyToManyRelationship?> AssociationAsync(string table, string subject, CancellationToken cancellationToken)
    {
        using var document = await client.FindDocumentAsync(
            "RelationshipDefinitions/Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata?$select=SchemaName,Entity1LogicalName,Entity1IntersectAttribute,"
            + "Entity1NavigationPropertyName,Entity2LogicalName,Entity2IntersectAttribute,Entity2NavigationPropertyName"
            + $"&$filter=IntersectEntityName eq '{table}'",
            subject, cancellationToken);
        return document is null ? null : Understand(subject, () => MetadataJson.Association(document.RootElement));
    }

    internal static T Understand<T>(string subject, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw SchemaErrors.MetadataBroken(subject, exception);
        }
    }
}
