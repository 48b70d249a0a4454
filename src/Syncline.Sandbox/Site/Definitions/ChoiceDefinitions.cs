using System.Text.Json.Nodes;
using Syncline.Sandbox.Site.Metadata;
using static Syncline.Sandbox.Site.Definitions.DefinitionJson;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>Builds OptionSetMetadata and BooleanOptionSetMetadata.</summary>
internal static class ChoiceDefinitions
{
    public static Guid IdOf(Choice choice) => StableId.Of("choice", choice.Name);

    public static DefinitionNode Build(Choice choice, ColumnType type, string? table)
    {
        var id = IdOf(choice);
        var custom = choice.Name.StartsWith("new_", StringComparison.Ordinal);
        var json = new JsonObject
        {
            ["MetadataId"] = id.ToString(),
            ["HasChanged"] = null,
            ["Name"] = choice.Name,
            ["IsGlobal"] = choice.Global,
            ["IsCustomOptionSet"] = custom,
            ["IsManaged"] = !custom,
            ["ExternalTypeName"] = null,
            ["IntroducedVersion"] = "5.0.0.0",
            ["OptionSetType"] = type switch
            {
                ColumnType.Boolean => "Boolean",
                ColumnType.State => "State",
                ColumnType.Status => "Status",
                _ => "Picklist",
            },
            ["Description"] = Label(null, null, !custom, id),
            ["DisplayName"] = Label(choice.Name, null, !custom, id),
            ["IsCustomizable"] = Managed(true, "iscustomizable"),
        };
        if (type == ColumnType.Boolean)
        {
            json["FalseOption"] = Option(choice, choice.Options.First(option => option.Value == 0), type, id);
            json["TrueOption"] = Option(choice, choice.Options.First(option => option.Value == 1), type, id);
            return new DefinitionNode("BooleanOptionSetMetadata", "BooleanOptionSetMetadata", json);
        }

        json["ParentOptionSetName"] = null;
        json["Options"] = new JsonArray([.. choice.Options.Select(option => (JsonNode)Option(choice, option, type, id))]);
        return new DefinitionNode("OptionSetMetadata", table is null ? "OptionSetMetadataBase" : "OptionSetMetadata", json);
    }

    private static JsonObject Option(Choice choice, ChoiceOption option, ColumnType type, Guid id)
    {
        var owner = StableId.Of("option", $"{choice.Name}.{option.Value}");
        var json = new JsonObject();
        if (type is ColumnType.State or ColumnType.Status)
        {
            json["@odata.type"] = $"#Microsoft.Dynamics.CRM.{type}OptionMetadata";
        }

        json["Value"] = option.Value;
        json["Color"] = null;
        json["IsManaged"] = true;
        json["ExternalValue"] = null;
        json["ParentValues"] = new JsonArray();
        json["Tag"] = null;
        json["IsHidden"] = false;
        json["MetadataId"] = null;
        json["HasChanged"] = null;
        json["Label"] = Label(option.Label, option.Label1030, true, owner);
        json["Description"] = Label(null, null, true, id);
        if (type == ColumnType.State)
        {
            json["DefaultStatus"] = option.DefaultStatus;
            json["InvariantName"] = option.Invariant;
        }
        else if (type == ColumnType.Status)
        {
            json["State"] = option.State;
            json["TransitionData"] = option.Transition;
        }

        return json;
    }
}
