using System.Globalization;
using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Dataverse.OrganizationService.Metadata;

/// <summary>
/// Reads pieces of metadata in their XML form into the same descriptions that the Web API's are read into. Members that were not asked for may be absent or nil:
/// both read as not known.
/// </summary>
internal static class MetadataXml
{
    private static readonly XName Nil = XName.Get("nil", XmlNames.Instance);

    /// <summary>An attribute, with what its own type tells.</summary>
    public static AttributeDescription Attribute(XElement element)
    {
        var type = TypeOf(element);
        var attribute = new AttributeDescription
        {
            LogicalName = RequiredText(element, "LogicalName"),
            Type = type,
            DisplayName = Label(element, "DisplayName"),
            IsValidForCreate = Flag(element, "IsValidForCreate"),
            IsValidForUpdate = Flag(element, "IsValidForUpdate"),
            IsValidForRead = Flag(element, "IsValidForRead", whenUnknown: true),
            IsValidForOData = Flag(element, "IsValidODataAttribute", whenUnknown: true),
            IsRequired = Wrapped(element, "RequiredLevel") is "ApplicationRequired" or "SystemRequired",
        };
        return type switch
        {
            AttributeType.String or AttributeType.Memo => attribute with { MaxLength = Integer(element, "MaxLength") },
            AttributeType.Integer => WithLimits(attribute, element),
            AttributeType.Decimal or AttributeType.Double or AttributeType.Money => WithLimits(attribute, element) with
            {
                Precision = Integer(element, "Precision"),
                PrecisionSource = type == AttributeType.Money ? Integer(element, "PrecisionSource") : null,
            },
            AttributeType.DateTime => attribute with { DateTimeBehavior = Wrapped(element, "DateTimeBehavior") },
            AttributeType.Lookup or AttributeType.Customer or AttributeType.Owner => attribute with
            {
                Targets = [.. Items(element, "Targets").Select(target => target.Value).Order(StringComparer.Ordinal)],
            },
            AttributeType.Picklist => WithOptions(attribute, element) with { HasDefault = Integer(element, "DefaultFormValue") is >= 0 },
            AttributeType.MultiSelectPicklist or AttributeType.State or AttributeType.Status => WithOptions(attribute, element),
            _ => attribute,
        };
    }

    /// <summary>An attribute, as far as all attributes have the same properties.</summary>
    public static AttributeDescription PlainAttribute(XElement element)
    {
        var full = Attribute(element);
        return new AttributeDescription
        {
            LogicalName = full.LogicalName,
            Type = full.Type,
            DisplayName = full.DisplayName,
            IsValidForCreate = full.IsValidForCreate,
            IsValidForUpdate = full.IsValidForUpdate,
            IsValidForRead = full.IsValidForRead,
            IsValidForOData = full.IsValidForOData,
            IsRequired = full.IsRequired,
        };
    }

    /// <summary>An alternate key; null while its index is not active.</summary>
    public static AlternateKeyDescription? Key(XElement element) => Text(element, "EntityKeyIndexStatus") == "Active"
        ? new AlternateKeyDescription(RequiredText(element, "LogicalName"), [.. Items(element, "KeyAttributes").Select(column => column.Value)])
        : null;

    /// <summary>
    /// A many-to-one relationship as a lookup; null when it has no navigation property. Builds from before the Web API know none: there the names of column and
    /// relationship stand in, which tell lookups apart as well.
    /// </summary>
    public static LookupRelationship? Lookup(XElement element)
    {
        var attribute = RequiredText(element, "ReferencingAttribute");
        return TextOr(element, "ReferencingEntityNavigationPropertyName", attribute) is { } navigation
            ? new LookupRelationship(
                attribute, RequiredText(element, "ReferencedEntity"), navigation, TextOr(element, "ReferencedEntityNavigationPropertyName", Text(element, "SchemaName")))
            : null;
    }

    /// <summary>A many-to-many relationship.</summary>
    public static ManyToManyRelationship Association(XElement element) => new(RequiredText(element, "SchemaName"), Side(element, "Entity1"), Side(element, "Entity2"));

    private static AttributeDescription WithOptions(AttributeDescription attribute, XElement element) => Child(element, "OptionSet") is not { } set ? attribute : attribute with
    {
        Options = Options(set),
        GlobalChoice = Text(set, "IsGlobal") == "true" ? Text(set, "Name") : null,
    };

    /// <summary>The options of an option set; none when it is null.</summary>
    public static IReadOnlyList<ChoiceOption> Options(XElement? set) => set is null ? [] :
    [
        .. Items(set, "Options").Where(option => Integer(option, "Value") is not null).Select(option =>
        {
            var value = Integer(option, "Value")!.Value;
            return new ChoiceOption(
                value, Label(option, "Label") ?? value.ToString(CultureInfo.InvariantCulture), Integer(option, "State"), Integer(option, "DefaultStatus"));
        }),
    ];

    /// <summary>The child of a name, in whichever namespace; null when it is absent or nil.</summary>
    public static XElement? Child(XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name) is { } found && found.Attribute(Nil)?.Value is not ("true" or "1") ? found : null;

    public static IEnumerable<XElement> Items(XElement element, string name) => Child(element, name)?.Elements() ?? [];

    public static string? Text(XElement element, string name) => Child(element, name)?.Value is { Length: > 0 } text ? text : null;

    /// <summary>The text of a member that builds may lack; null where they have it and it is nil.</summary>
    public static string? TextOr(XElement element, string name, string? whenUnknown) =>
        element.Elements().Any(child => child.Name.LocalName == name) ? Text(element, name) : whenUnknown;

    public static string RequiredText(XElement element, string name) =>
        Text(element, name) ?? throw new FormatException($"A piece of metadata has no {name}.");

    public static bool Flag(XElement element, string name, bool whenUnknown = false) => Text(element, name) switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => whenUnknown,
    };

    /// <summary>The label in the signed-in user's language, else the first one there is.</summary>
    public static string? Label(XElement element, string name)
    {
        if (Child(element, name) is not { } label)
        {
            return null;
        }

        var text = Child(label, "UserLocalizedLabel") is { } localized
            ? Text(localized, "Label")
            : Items(label, "LocalizedLabels").Select(other => Text(other, "Label")).FirstOrDefault(other => other is not null);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static AssociationSide Side(XElement element, string side) => new(
        RequiredText(element, side + "LogicalName"), RequiredText(element, side + "IntersectAttribute"),
        Text(element, side + "NavigationPropertyName") ?? RequiredText(element, "SchemaName"));

    private static AttributeDescription WithLimits(AttributeDescription attribute, XElement element) =>
        attribute with { Minimum = Number(element, "MinValue"), Maximum = Number(element, "MaxValue") };

    /// <summary>AttributeType calls a multi-select choice, a file and an image all "Virtual"; AttributeTypeName, which old builds lack, tells them apart.</summary>
    private static AttributeType TypeOf(XElement element)
    {
        var name = Wrapped(element, "AttributeTypeName");
        var type = name is { Length: > 4 } && name.EndsWith("Type", StringComparison.Ordinal) ? name[..^4] : Text(element, "AttributeType");
        return Enum.TryParse<AttributeType>(type, out var known) && Enum.IsDefined(known) ? known : AttributeType.Other;
    }

    /// <summary>A value wrapped in an element <c>Value</c>, or bare.</summary>
    private static string? Wrapped(XElement element, string name) =>
        Child(element, name) is not { } found ? null : found.HasElements ? Text(found, "Value") : found.Value is { Length: > 0 } text ? text : null;

    private static int? Integer(XElement element, string name) =>
        int.TryParse(Text(element, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static decimal? Number(XElement element, string name) =>
        decimal.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
