using Syncline.Sandbox.OrganizationService.Definitions;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>
/// RetrieveEntity, RetrieveAllEntities, RetrieveAttribute, RetrieveAllOptionSets (Microsoft Learn: "Retrieve and update tables", "Work with column definitions",
/// "Work with choices").
/// </summary>
internal sealed class MetadataMessages(DefinitionSet definitions) : IMessages
{
    public IEnumerable<(string Name, Message Message)> All => [("RetrieveEntity", Table), ("RetrieveAllEntities", Tables), ("RetrieveAttribute", Column), ("RetrieveAllOptionSets", Choices)];

    private OrganizationResponse Table(SiteRequest request, Parameters parameters)
    {
        var (filters, name, id) = (parameters.Required<EnumValue>("EntityFilters"), parameters.Optional("LogicalName") as string, parameters.Optional("MetadataId"));
        parameters.Optional("RetrieveAsIfPublished");
        parameters.Check();
        return new OrganizationResponse("RetrieveEntity", new KeyValuePair<string, object?>("EntityMetadata", new MetadataValue(Find(definitions.Tables, name, id), Shown(filters))));
    }

    private OrganizationResponse Tables(SiteRequest request, Parameters parameters)
    {
        var filters = parameters.Required<EnumValue>("EntityFilters");
        parameters.Optional("RetrieveAsIfPublished");
        parameters.Check();
        return new OrganizationResponse(
            "RetrieveAllEntities",
            new KeyValuePair<string, object?>("EntityMetadata", new MetadataList(("ArrayOfEntityMetadata", Xmlns.Metadata), Xmlns.Metadata, definitions.Tables, Shown(filters))),
            new KeyValuePair<string, object?>("Timestamp", MetadataChangeMessages.StampOf(definitions)));
    }

    private OrganizationResponse Choices(SiteRequest request, Parameters parameters)
    {
        parameters.Optional("RetrieveAsIfPublished");
        parameters.Check();
        return new OrganizationResponse(
            "RetrieveAllOptionSets",
            new KeyValuePair<string, object?>("OptionSetMetadata", new MetadataList(("ArrayOfOptionSetMetadataBase", Xmlns.Metadata), Xmlns.Metadata, definitions.Choices, (_, _) => true)));
    }

    private OrganizationResponse Column(SiteRequest request, Parameters parameters)
    {
        var (table, name, id) = (parameters.Optional("EntityLogicalName") as string, parameters.Optional("LogicalName") as string, parameters.Optional("MetadataId"));
        parameters.Optional("RetrieveAsIfPublished");
        parameters.Optional("ColumnNumber");
        parameters.Check();
        var columns = string.IsNullOrEmpty(table)
            ? [.. definitions.Tables.SelectMany(ColumnsOf)]
            : ColumnsOf(Find(definitions.Tables, table, null));
        return new OrganizationResponse("RetrieveAttribute", new KeyValuePair<string, object?>("AttributeMetadata", new MetadataValue(Find(columns, name, id), (_, _) => true)));
    }

    private static IReadOnlyList<DefinitionNode> ColumnsOf(DefinitionNode table) => (IReadOnlyList<DefinitionNode>)table.Navigations["Attributes"]!;

    /// <summary>A definition by name, or by id where there is no name.</summary>
    private static DefinitionNode Find(IReadOnlyList<DefinitionNode> nodes, string? name, object? id)
    {
        var found = !string.IsNullOrEmpty(name)
            ? nodes.FirstOrDefault(node => node.Properties["LogicalName"]!.GetValue<string>() == name)
            : nodes.FirstOrDefault(node => id is Guid given && Guid.Parse(node.Properties["MetadataId"]!.GetValue<string>()) == given);
        return found ?? throw new SiteException(404, "0x80040217", $"Could not find an item with {(string.IsNullOrEmpty(name) ? "the MetadataId given" : $"the name '{name}'")}.") { Name = "ObjectDoesNotExist" };
    }

    /// <summary>What the entity filters leave out: lists that are not asked for. Keys come with the table itself (inferred).</summary>
    private static Func<DefinitionNode, string, bool> Shown(EnumValue filters)
    {
        var names = filters.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(names, name => name is not ("Default" or "Entity" or "Attributes" or "Privileges" or "Relationships" or "All")) is { } unknown)
        {
            throw SiteErrors.NotSupported($"the entity filter '{unknown}'");
        }

        var all = names.Contains("All", StringComparer.Ordinal);
        var attributes = all || names.Contains("Attributes", StringComparer.Ordinal);
        var relationships = all || names.Contains("Relationships", StringComparer.Ordinal);
        return (node, member) => node.Type != "EntityMetadata" || member switch
        {
            "Attributes" => attributes,
            "OneToManyRelationships" or "ManyToOneRelationships" or "ManyToManyRelationships" => relationships,
            _ => true,
        };
    }
}
