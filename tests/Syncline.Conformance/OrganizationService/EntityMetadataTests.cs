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

    private const string WhoMayChange = "who may change a setting; the sandbox has no solutions that would forbid it";
    private const string CustomizerSetting = "a customizer's setting of this organisation for one table, column or relationship, which changes nothing in reading or writing rows";
    private const string Forms = "whether forms, lists and searches of the user interface show a column; the sandbox has none";
    private const string Provenance = "which solution brought it, and when: the recorded organisation's history";
    private const string Cascades = "what else happens to related rows; the sandbox cascades deletions and assignments alone (docs/reference/sandbox.md)";
    private const string Parental = "one parental relationship among 412; the sandbox states what all others have";

    /// <summary>Members that the sandbox shows with one value for all, each with the reason why it does not keep the recorded one.</summary>
    private static readonly Dictionary<string, string> NotKept = new(StringComparer.Ordinal)
    {
        ["CanBeChanged"] = WhoMayChange,
        ["CanModifyAdditionalSettings"] = WhoMayChange,
        ["IsCustomizable"] = WhoMayChange,
        ["IsRenameable"] = WhoMayChange,
        ["CanChangeHierarchicalRelationship"] = WhoMayChange,
        ["CanChangeTrackingBeEnabled"] = WhoMayChange,
        ["IsAuditEnabled"] = CustomizerSetting,
        ["IsGlobalFilterEnabled"] = CustomizerSetting,
        ["IsSortableEnabled"] = CustomizerSetting,
        ["IsValidForQueue"] = CustomizerSetting,
        ["IsVisibleInMobile"] = CustomizerSetting,
        ["IsDocumentManagementEnabled"] = CustomizerSetting,
        ["IsInteractionCentricEnabled"] = CustomizerSetting,
        ["IsOneNoteIntegrationEnabled"] = CustomizerSetting,
        ["IsEnabledForExternalChannels"] = CustomizerSetting,
        ["HasEmailAddresses"] = CustomizerSetting,
        ["IsQuickCreateEnabled"] = CustomizerSetting,
        ["SyncToExternalSearchIndex"] = CustomizerSetting,
        ["CanBeSecuredForCreate"] = "which columns may be secured is a list of the site's own; no rule over the recorded columns gives it",
        ["CanBeSecuredForRead"] = "as CanBeSecuredForCreate",
        ["CanBeSecuredForUpdate"] = "as CanBeSecuredForCreate",
        ["IsValidForAdvancedFind"] = Forms,
        ["IsValidForForm"] = Forms,
        ["IsValidForGrid"] = Forms,
        ["IsRequiredForForm"] = Forms,
        ["IsRetrievable"] = Forms,
        ["IsFilterable"] = Forms,
        ["IsSearchable"] = Forms,
        ["ImeMode"] = "how a keyboard for Chinese or Japanese behaves in a form",
        ["IsAIRUpdated"] = "recorded as true here and as null over the Web API",
        ["IntroducedVersion"] = Provenance,
        ["CreatedOn"] = Provenance,
        ["ModifiedOn"] = Provenance,
        ["DaysSinceRecordLastModified"] = Provenance,
        ["IsManaged"] = Provenance,
        ["IsCustomRelationship"] = Provenance,
        ["Merge"] = Cascades,
        ["Reparent"] = Cascades,
        ["Share"] = Cascades,
        ["Unshare"] = Cascades,
        ["SecurityTypes"] = Parental,
        ["RelationshipBehavior"] = Parental,
    };

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

        Compare(disagreements, recorded, served, table, []);
        disagreements.ShouldBeNone();
    }

    [Fact]
    public async Task No_field_is_left_out_that_could_be_compared()
    {
        var differing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var table in (string[])["account", "team"])
        {
            var (recorded, served) = await DefinitionsAsync(table);
            Compare(new Disagreements(), recorded, served, table, differing);
        }

        NotKept.Keys.Except(differing).ShouldBeEmpty("these agree with the recordings and need no exception any more");
    }

    private static IEnumerable<(XElement, XElement)> Lists(XElement recorded, XElement served) =>
        recorded.Elements().Where(member => member.HasElements).Select(member => (member, served.Element(member.Name)!)).Where(pair => pair.Item2.HasElements);

    /// <param name="found">Takes what differs.</param>
    /// <param name="recorded">The recorded member.</param>
    /// <param name="served">The same of the sandbox.</param>
    /// <param name="place">Where they stand.</param>
    /// <param name="differing">Takes the names of members that are not kept and do differ.</param>
    private static void Compare(Disagreements found, XElement recorded, XElement served, string place, HashSet<string> differing)
    {
        var name = recorded.Name.LocalName;
        if (NotKept.ContainsKey(name))
        {
            if (recorded.Attribute(Nil) is null && served.Attribute(Nil) is null && Plain(recorded) != Plain(served))
            {
                differing.Add(name);
            }

            return;
        }

        if ((name is "MetadataId" or "DisplayName" && Nameless.Contains(recorded.Parent?.Name.LocalName, StringComparer.Ordinal))
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
                Compare(found, child, same, $"{place}/{KeyOf(child)}", differing);
            }
        }
    }

    /// <summary>The value of a member, or the one that a managed property wraps.</summary>
    private static string Plain(XElement member) => (member.Elements().FirstOrDefault(child => child.Name.LocalName == "Value") ?? member).Value.Trim();

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
