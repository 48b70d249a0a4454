using System.Globalization;
using Syncline.Sandbox.OrganizationService.Definitions;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site;
using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Messages;

/// <summary>RetrieveMetadataChanges: definitions by query, or what has changed since a stamp (Microsoft Learn: "Query schema definitions").</summary>
internal sealed class MetadataChangeMessages(DefinitionSet definitions) : IMessages
{
    private const string StampEnd = "!01/01/2026 00:00:00";

    private static readonly (string Navigation, string Query)[] Parts =
    [
        ("Attributes", "AttributeQuery"), ("OneToManyRelationships", "RelationshipQuery"), ("ManyToOneRelationships", "RelationshipQuery"),
        ("ManyToManyRelationships", "RelationshipQuery"), ("Keys", "KeyQuery"),
    ];

    public IEnumerable<(string Name, Message Message)> All => [("RetrieveMetadataChanges", Changes)];

    private OrganizationResponse Changes(SiteRequest request, Parameters parameters)
    {
        var query = new MetadataQuery(parameters.Required<Structure>("Query").Element);
        var since = parameters.Optional("ClientVersionStamp") as string;
        parameters.Optional("DeletedMetadataFilters");
        parameters.Check();
        var stamp = StampOf(definitions);
        if (!string.IsNullOrEmpty(since) && !since.EndsWith(StampEnd, StringComparison.Ordinal))
        {
            throw new SiteException(400, "0x80044352", "Version stamp associated with the client has expired. Please perform a full sync.") { Name = "ExpiredVersionStamp" };
        }

        // A stamp of before a change shows everything, which is more than has changed and never less.
        List<DefinitionNode> tables = since == stamp ? [] : [.. definitions.Tables.Where(query.Takes).Select(table => Narrow(table, query))];
        return new OrganizationResponse(
            "RetrieveMetadataChanges",
            new KeyValuePair<string, object?>("ServerVersionStamp", stamp),
            new KeyValuePair<string, object?>("DeletedMetadata", new DeletedMetadata()),
            new KeyValuePair<string, object?>("EntityMetadata", new MetadataList(("EntityMetadataCollection", Xmlns.Contracts), Xmlns.Contracts, tables, (node, member) => Shows(query, node, member))));
    }

    /// <summary>The stamp of the definitions as they are; options of choices can change.</summary>
    public static string StampOf(DefinitionSet definitions) =>
        string.Create(CultureInfo.InvariantCulture, $"{int.Parse(SiteFacts.MetadataVersion, CultureInfo.InvariantCulture) + definitions.Changes}{StampEnd}");

    /// <summary>The table with those of its parts that the queries take.</summary>
    private static DefinitionNode Narrow(DefinitionNode table, MetadataQuery query)
    {
        var narrow = new DefinitionNode(table.Type, table.Declared, table.Properties);
        foreach (var (navigation, part) in Parts)
        {
            narrow.Navigations[navigation] = ((IReadOnlyList<DefinitionNode>)table.Navigations[navigation]!).Where(query.Within(part).Takes).ToList();
        }

        return narrow;
    }

    private static bool Shows(MetadataQuery query, DefinitionNode node, string member) => node.Type switch
    {
        "EntityMetadata" => query.Shows(member),
        "EntityKeyMetadata" => query.Within("KeyQuery").Shows(member),
        "OneToManyRelationshipMetadata" or "ManyToManyRelationshipMetadata" => query.Within("RelationshipQuery").Shows(member),
        _ when node.Type.EndsWith("AttributeMetadata", StringComparison.Ordinal) => query.Within("AttributeQuery").Shows(member),
        _ => true,
    };
}
