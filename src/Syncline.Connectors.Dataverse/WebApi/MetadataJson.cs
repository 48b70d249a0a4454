using System.Text.Json;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>The JSON form of metadata. Members that were not asked for may be absent or null: both read as not known.</summary>
internal static class MetadataJson
{
    public static IEnumerable<JsonElement> Values(JsonElement root) => root.GetProperty("value").EnumerateArray();

    public static IEnumerable<JsonElement> Members(JsonElement element, string name) =>
        element.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Array ? members.EnumerateArray() : [];

    public static EntityDescription Entity(JsonElement element) => new()
    {
        LogicalName = RequiredText(element, "LogicalName"),
        EntitySetName = Text(element, "EntitySetName"),
        DisplayName = Label(element, "DisplayName"),
        Description = Label(element, "Description"),
        PrimaryIdAttribute = Text(element, "PrimaryIdAttribute"),
        PrimaryNameAttribute = Text(element, "PrimaryNameAttribute"),
        IsIntersect = Flag(element, "IsIntersect"),
        IsPrivate = Flag(element, "IsPrivate"),
        TableType = Text(element, "TableType"),
        IsChangeTrackingEnabled = Flag(element, "ChangeTrackingEnabled", whenUnknown: true),
        IsOptimisticConcurrencyEnabled = Flag(element, "IsOptimisticConcurrencyEnabled", whenUnknown: true),
    };

    public static AttributeDescription Attribute(JsonElement element)
    {
        var level = Managed(element, "RequiredLevel");
        var type = TypeOf(element);
        return new AttributeDescription
        {
            LogicalName = RequiredText(element, "LogicalName"),
            Type = type,
            DisplayName = Label(element, "DisplayName"),
            IsValidForCreate = Flag(element, "IsValidForCreate"),
            IsValidForUpdate = Flag(element, "IsValidForUpdate"),
            IsValidForRead = Flag(element, "IsValidForRead", whenUnknown: true),
            IsValidForOData = Flag(element, "IsValidODataAttribute", whenUnknown: true),
            IsRequired = level is "ApplicationRequired" or "SystemRequired",
        };
    }

    /// <summary>Adds what the cast to the attribute's own type tells.</summary>
    public static AttributeDescription WithDetails(AttributeDescription attribute, JsonElement element) => attribute with
    {
        MaxLength = Integer(element, "MaxLength") ?? attribute.MaxLength,
        Precision = Integer(element, "Precision") ?? attribute.Precision,
        PrecisionSource = Integer(element, "PrecisionSource") ?? attribute.PrecisionSource,
        Minimum = Number(element, "MinValue") ?? attribute.Minimum,
        Maximum = Number(element, "MaxValue") ?? attribute.Maximum,
        DateTimeBehavior = Managed(element, "DateTimeBehavior") ?? attribute.DateTimeBehavior,
        Targets = element.TryGetProperty("Targets", out _)
            ? [.. Members(element, "Targets").Select(target => target.GetString()!).Order(StringComparer.Ordinal)]
            : attribute.Targets,
        HasDefault = attribute.HasDefault || Integer(element, "DefaultFormValue") is >= 0,
        Options = OptionSet(element, "OptionSet") ?? OptionSet(element, "GlobalOptionSet") ?? attribute.Options,
        GlobalChoice = element.TryGetProperty("GlobalOptionSet", out var global) && global.ValueKind == JsonValueKind.Object ? Text(global, "Name") : attribute.GlobalChoice,
    };

    public static IEnumerable<AlternateKeyDescription> Keys(JsonElement entity) =>
        from key in Members(entity, "Keys")
        where Text(key, "EntityKeyIndexStatus") == "Active"
        select new AlternateKeyDescription(
            RequiredText(key, "LogicalName"), [.. Members(key, "KeyAttributes").Select(column => column.GetString()!)]);

    public static IEnumerable<LookupRelationship> Lookups(JsonElement entity) =>
        from relationship in Members(entity, "ManyToOneRelationships")
        let navigation = Text(relationship, "ReferencingEntityNavigationPropertyName")
        where navigation is not null
        select new LookupRelationship(
            RequiredText(relationship, "ReferencingAttribute"), RequiredText(relationship, "ReferencedEntity"), navigation,
            Text(relationship, "ReferencedEntityNavigationPropertyName"));

    public static ManyToManyRelationship? Association(JsonElement relationships) => Members(relationships, "value")
        .Select(relationship => new ManyToManyRelationship(RequiredText(relationship, "SchemaName"), Side(relationship, "Entity1"), Side(relationship, "Entity2")))
        .FirstOrDefault();

    private static AssociationSide Side(JsonElement relationship, string side) => new(
        RequiredText(relationship, side + "LogicalName"), RequiredText(relationship, side + "IntersectAttribute"), RequiredText(relationship, side + "NavigationPropertyName"));

    public static string RequiredText(JsonElement element, string name) =>
        Text(element, name) ?? throw new FormatException($"A piece of metadata has no {name}.");

    public static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static AttributeType TypeOf(JsonElement element)
    {
        // AttributeType calls a multi-select choice, a file and an image all "Virtual"; AttributeTypeName tells them apart.
        var name = Managed(element, "AttributeTypeName");
        var type = name is { Length: > 4 } && name.EndsWith("Type", StringComparison.Ordinal) ? name[..^4] : Text(element, "AttributeType");
        return Enum.TryParse<AttributeType>(type, out var known) && Enum.IsDefined(known) ? known : AttributeType.Other;
    }

    private static List<ChoiceOption>? OptionSet(JsonElement element, string name) =>
        element.TryGetProperty(name, out var set) && set.ValueKind == JsonValueKind.Object
        && set.TryGetProperty("Options", out var options) && options.ValueKind == JsonValueKind.Array ? Options(set) : null;

    /// <summary>The options of an option set.</summary>
    public static List<ChoiceOption> Options(JsonElement set) =>
        [
            .. Members(set, "Options").Where(option => Integer(option, "Value") is not null).Select(option =>
            {
                var value = Integer(option, "Value")!.Value;
                return new ChoiceOption(
                    value, Label(option, "Label") ?? value.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    Integer(option, "State"), Integer(option, "DefaultStatus"));
            }),
        ];

    /// <summary>The label in the signed-in user's language, else the first one there is.</summary>
    private static string? Label(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var label) || label.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var text = label.TryGetProperty("UserLocalizedLabel", out var localized) && localized.ValueKind == JsonValueKind.Object
            ? Text(localized, "Label")
            : Members(label, "LocalizedLabels").Select(other => Text(other, "Label")).FirstOrDefault(other => other is not null);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>A value wrapped as <c>{"Value": …}</c>, or bare.</summary>
    private static string? Managed(JsonElement element, string name) =>
        element.TryGetProperty(name, out var wrapped) && wrapped.ValueKind == JsonValueKind.Object ? Text(wrapped, "Value") : Text(element, name);

    private static bool Flag(JsonElement element, string name, bool whenUnknown = false) =>
        element.TryGetProperty(name, out var value) ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => whenUnknown,
        }
        : whenUnknown;

    private static int? Integer(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static decimal? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;
}
