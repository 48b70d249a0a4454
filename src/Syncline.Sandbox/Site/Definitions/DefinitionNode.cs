using System.Text.Json.Nodes;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>One item of the definitions (a table, a column, a choice, …) as the Web API shows it. Built once, then only read.</summary>
/// <param name="Type">Its type without namespace, e.g. <c>PicklistAttributeMetadata</c>.</param>
/// <param name="Declared">The type of the collection it stands in; where the two differ an answer has <c>@odata.type</c>.</param>
internal sealed record DefinitionNode(string Type, string Declared, JsonObject Properties)
{
    /// <summary>Navigation properties: a node, a list of nodes, or null.</summary>
    public Dictionary<string, object?> Navigations { get; } = new(StringComparer.Ordinal);

    public bool Is(string type) => Type == type || BasesOf(Type).Contains(type, StringComparer.Ordinal);

    private static string[] BasesOf(string type) => type switch
    {
        "PicklistAttributeMetadata" or "StateAttributeMetadata" or "StatusAttributeMetadata" or "MultiSelectPicklistAttributeMetadata" or "EntityNameAttributeMetadata"
            => ["EnumAttributeMetadata", "AttributeMetadata"],
        "OneToManyRelationshipMetadata" or "ManyToManyRelationshipMetadata" => ["RelationshipMetadataBase"],
        "OptionSetMetadata" or "BooleanOptionSetMetadata" => ["OptionSetMetadataBase"],
        _ when type.EndsWith("AttributeMetadata", StringComparison.Ordinal) => ["AttributeMetadata"],
        _ => [],
    };
}
