using System.Xml.Linq;
using Syncline.Conformance.Metadata;
using static Syncline.Conformance.OrganizationService.Envelope;

namespace Syncline.Conformance.OrganizationService;

/// <summary>The whole definitions of two tables beside recorded ones: the structure of everything, and each field that the sandbox states.</summary>
public sealed class EntityMetadataTests(SandboxSite site)
{
    private static readonly XName Nil = XName.Get("nil", "http://www.w3.org/2001/XMLSchema-instance");

    /// <summary>What makes an item of a list the same in both.</summary>
    private static readonly string[] Names = ["LogicalName", "SchemaName", "Value", "LanguageCode"];

    /// <summary>
    /// What the sandbox does not keep of a recorded organisation and shows with one value for all (docs/reference/sandbox.md): who may change a setting, settings
    /// of forms, search, security and solutions, ids and dates of what is no table or column.
    /// </summary>
    private static readonly string[] NotKept =
    [
        "CanBeChanged", "IsAuditEnabled", "IsCustomizable", "IsRenameable", "IsValidForAdvancedFind", "CanModifyAdditionalSettings", "IsGlobalFilterEnabled",
        "IsSortableEnabled", "IsValidForQueue", "CanChangeHierarchicalRelationship", "CanChangeTrackingBeEnabled", "IsVisibleInMobile", "IsVisibleInMobileClient",
        "IntroducedVersion", "CreatedOn", "ModifiedOn", "DaysSinceRecordLastModified", "IsManaged", "CanBeSecuredForCreate", "CanBeSecuredForRead",
        "CanBeSecuredForUpdate", "IsValidForForm", "IsValidForGrid", "IsRequiredForForm", "IsRetrievable", "IsFilterable", "IsSearchable", "IsPrimaryId", "ImeMode",
        "FormatName", "SecurityTypes", "RelationshipBehavior", "IsCustomRelationship", "IsHierarchical", "Merge", "Reparent", "Share", "Unshare", "IsAIRUpdated",
        "IsDocumentManagementEnabled", "IsInteractionCentricEnabled", "IsOneNoteIntegrationEnabled", "IsEnabledForExternalChannels", "HasEmailAddresses",
        "IsQuickCreateEnabled", "SyncToExternalSearchIndex", "IsSynchronous",
    ];

    /// <summary>Within these, only tables and columns have an id and a name of their own that is kept.</summary>
    private static readonly string[] Nameless = ["LocalizedLabel", "UserLocalizedLabel", "OptionSet", "OneToManyRelationshipMetadata", "ManyToManyRelationshipMetadata", "EntityKeyMetadata"];

    [Theory]
    [InlineData("account")]
    [InlineData("team")]
    public async Task A_definition_has_the_recorded_structure(string table)
    {
        var disagreements = new Disagreements();

        var (recorded, served) = await DefinitionsAsync(table);

        disagreements.Compare(table, "members", string.Join(' ', recorded.Elements().Select(member => member.Name)), string.Join(' ', served.Elements().Select(member => member.Name)));
        foreach (var (of, list) in Lists(recorded, served))
        {
            XmlShape.Compare(disagreements, of, list);
        }

        disagreements.ShouldBeNone();
    }

    [Theory]
    [InlineData("account")]
    [InlineData("team")]
    public async Task Every_field_that_is_stated_is_as_recorded(string table)
    {
        var disagreements = new Disagreements();

        var (recorded, served) = await DefinitionsAsync(table);

        Compare(disagreements, recorded, served, table);
        disagreements.ShouldBeNone();
    }

    private static IEnumerable<(XElement, XElement)> Lists(XElement recorded, XElement served) =>
        recorded.Elements().Where(member => member.HasElements).Select(member => (member, served.Element(member.Name)!)).Where(pair => pair.Item2.HasElements);

    private static void Compare(Disagreements found, XElement recorded, XElement served, string place)
    {
        var name = recorded.Name.LocalName;
        if (NotKept.Contains(name, StringComparer.Ordinal)
            || (name is "MetadataId" or "DisplayName" && Nameless.Contains(recorded.Parent?.Name.LocalName, StringComparer.Ordinal))
            || IsTheImage(recorded))
        {
            return;
        }

        if ((string?)recorded.Attribute(Nil) == "true" || (string?)served.Attribute(Nil) == "true")
        {
            return;
        }

        if (!recorded.HasElements && !served.HasElements)
        {
            found.Compare(place, name, recorded.Value.Trim(), served.Value);
            return;
        }

        var items = served.Elements().GroupBy(KeyOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var child in recorded.Elements())
        {
            if (items.TryGetValue(KeyOf(child), out var same))
            {
                Compare(found, child, same, $"{place}/{KeyOf(child)}");
            }
        }
    }

    /// <summary>The id and number of the image column, which other recordings of the table have otherwise.</summary>
    private static bool IsTheImage(XElement member) =>
        member.Name.LocalName is "MetadataId" or "ColumnNumber" && member.Parent?.Element(Envelope.Metadata + "LogicalName")?.Value == "entityimage";

    private static string KeyOf(XElement element) => element.Name.LocalName == "string" ? element.Value :
        Names.Select(name => element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value).FirstOrDefault(value => !string.IsNullOrEmpty(value)) is { } value && element.Name.LocalName.EndsWith("Metadata", StringComparison.Ordinal)
            ? $"{element.Name.LocalName} {value}"
            : element.Name.LocalName;

    private async Task<(XElement Recorded, XElement Served)> DefinitionsAsync(string table)
    {
        var recorded = Recordings.Xml($"metadata/{table}.entitymetadata.xml");
        var reply = await site.SoapAsync("Execute", Execute("b:RetrieveEntity", Pair("EntityFilters", "h:EntityFilters", "All") + Pair("LogicalName", "x:string", table) + Pair("RetrieveAsIfPublished", "x:boolean", "true")));
        reply.Status.ShouldBe(200, reply.Text);
        return (recorded, Result(Body(reply), "EntityMetadata"));
    }
}
