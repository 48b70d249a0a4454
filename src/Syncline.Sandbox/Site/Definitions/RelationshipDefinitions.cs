using System.Text.Json.Nodes;
using Syncline.Sandbox.Site.Metadata;
using static Syncline.Sandbox.Site.Definitions.DefinitionJson;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>Builds OneToManyRelationshipMetadata and ManyToManyRelationshipMetadata.</summary>
internal static class RelationshipDefinitions
{
    public static DefinitionNode Build(OneToMany relationship, string declared = "OneToManyRelationshipMetadata")
    {
        var json = Common(relationship.Schema, "OneToManyRelationship");
        json["ReferencedAttribute"] = relationship.OneColumn;
        json["ReferencedEntity"] = relationship.One;
        json["ReferencedEntityNavigationPropertyName"] = relationship.OneNavigation;
        json["ReferencingAttribute"] = relationship.ManyColumn;
        json["ReferencingEntity"] = relationship.Many;
        json["ReferencingEntityNavigationPropertyName"] = relationship.ManyNavigation;
        json["IsHierarchical"] = relationship.Schema == "account_parent_account"; // recorded; a site has one of its own for each table at most
        json["EntityKey"] = null;
        json["IsRelationshipAttributeDenormalized"] = false;
        json["RelationshipBehavior"] = 0;
        json["CascadeConfiguration"] = new JsonObject
        {
            ["Assign"] = relationship.Assign,
            ["Delete"] = relationship.Delete,
            ["Merge"] = "NoCascade",
            ["Reparent"] = relationship.Assign,
            ["Share"] = relationship.Assign,
            ["Unshare"] = relationship.Assign,
            ["RollupView"] = "NoCascade",
        };
        return new DefinitionNode("OneToManyRelationshipMetadata", declared, json);
    }

    public static DefinitionNode Build(ManyToMany relationship, string declared = "ManyToManyRelationshipMetadata")
    {
        var json = Common(relationship.Schema, "ManyToManyRelationship");
        json["Entity1LogicalName"] = relationship.First;
        json["Entity1IntersectAttribute"] = relationship.FirstColumn;
        json["Entity1NavigationPropertyName"] = relationship.FirstNavigation;
        json["Entity2LogicalName"] = relationship.Second;
        json["Entity2IntersectAttribute"] = relationship.SecondColumn;
        json["Entity2NavigationPropertyName"] = relationship.SecondNavigation;
        json["IntersectEntityName"] = relationship.Intersect;
        return new DefinitionNode("ManyToManyRelationshipMetadata", declared, json);
    }

    private static JsonObject Common(string schema, string type)
    {
        var custom = schema.StartsWith("new_", StringComparison.Ordinal);
        return new JsonObject
        {
            ["MetadataId"] = StableId.Of("relationship", schema).ToString(),
            ["HasChanged"] = null,
            ["SchemaName"] = schema,
            ["RelationshipType"] = type,
            ["SecurityTypes"] = "None",
            ["IntroducedVersion"] = "5.0.0.0",
            ["IsCustomRelationship"] = custom,
            ["IsManaged"] = !custom,
            ["IsValidForAdvancedFind"] = true,
            ["IsCustomizable"] = Managed(true, "iscustomizable"),
        };
    }
}
