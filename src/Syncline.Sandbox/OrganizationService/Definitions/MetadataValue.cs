using System.Text.Json;
using System.Text.Json.Nodes;
using Syncline.Sandbox.OrganizationService.Values;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Definitions;

namespace Syncline.Sandbox.OrganizationService.Definitions;

/// <summary>
/// A definition in the DataContract form, made from the one that the Web API shows, so that both tell the same. What is not asked for, and what the sandbox does
/// not know of, is nil.
/// </summary>
/// <param name="node">The definition.</param>
/// <param name="shows">Which members to show, by the definition that they belong to and their name.</param>
internal sealed class MetadataValue(DefinitionNode node, Func<DefinitionNode, string, bool> shows) : IXmlValue
{
    public (string Name, string Namespace) Type => (node.Type, MetadataMembers.NamespaceOf(node.Type));

    public void WriteContent(ContractWriter writer) => Write(writer, node);

    private void Write(ContractWriter writer, DefinitionNode definition)
    {
        foreach (var (name, space) in MetadataMembers.Of(definition.Type))
        {
            if (definition.Navigations.TryGetValue(name, out var behind) && (behind is not null || name != "OptionSet"))
            {
                WriteNavigation(writer, name, space, shows(definition, name) ? behind : null);
            }
            else
            {
                WriteMember(writer, name, space, name == "MetadataId" || shows(definition, name) ? definition.Properties[name] : null);
            }
        }
    }

    private void WriteNavigation(ContractWriter writer, string name, string space, object? behind)
    {
        writer.Start(name, space);
        switch (behind)
        {
            case IReadOnlyList<DefinitionNode> nodes:
                foreach (var child in nodes)
                {
                    // A plain AttributeMetadata has no i:type, for it is what the list declares (recorded).
                    writer.Start(child.Declared, name == "Keys" ? Xmlns.Metadata71 : Xmlns.Metadata);
                    if (child.Type != child.Declared)
                    {
                        writer.Type(child.Type, MetadataMembers.NamespaceOf(child.Type));
                    }

                    Write(writer, child);
                    writer.End();
                }

                break;
            case DefinitionNode child:
                Write(writer, child);
                break;
            default:
                writer.Nil();
                break;
        }

        writer.End();
    }

    private void WriteMember(ContractWriter writer, string name, string space, JsonNode? value)
    {
        writer.Start(name, space);
        switch (value)
        {
            case null:
            case JsonArray { Count: 0 } when name is "Settings" or "ParentValues" or "ChildPicklistLogicalNames":
                writer.Nil();
                break;
            case JsonObject label when label.ContainsKey("LocalizedLabels"):
                WriteLabel(writer, label);
                break;
            case JsonObject managed when managed.ContainsKey("CanBeChanged"):
                writer.Text("CanBeChanged", Xmlns.Contracts, TextOf(managed["CanBeChanged"]));
                writer.Text("ManagedPropertyLogicalName", Xmlns.Contracts, TextOf(managed["ManagedPropertyLogicalName"]));
                writer.Text("Value", Xmlns.Contracts, TextOf(managed["Value"]));
                break;
            case JsonObject cascade when name == "CascadeConfiguration":
                foreach (var member in MetadataMembers.Cascade)
                {
                    writer.Text(member, Xmlns.Metadata, TextOf(cascade[member]) ?? "NoCascade");
                }

                break;
            case JsonObject option when name is "FalseOption" or "TrueOption":
                WriteOption(writer, "OptionMetadata", option);
                break;
            case JsonObject named:
                writer.Text("Value", Xmlns.Metadata2013, TextOf(named["Value"]));
                break;
            case JsonArray options when name == "Options":
                foreach (var option in options)
                {
                    WriteOptionItem(writer, (JsonObject)option!);
                }

                break;
            case JsonArray names:
                writer.Strings(names.Select(item => item!.GetValue<string>()));
                break;
            default:
                writer.Xml.WriteString(name is "CreatedOn" or "ModifiedOn" ? TextOf(value)!.TrimEnd('Z') : TextOf(value));
                break;
        }

        writer.End();
    }

    private void WriteOptionItem(ContractWriter writer, JsonObject option)
    {
        writer.Start("OptionMetadata", Xmlns.Metadata);
        var type = option["@odata.type"]?.GetValue<string>() is { } named ? named[(named.LastIndexOf('.') + 1)..] : "OptionMetadata";
        if (type != "OptionMetadata")
        {
            writer.Type(type, Xmlns.Metadata);
        }

        WriteOption(writer, type, option);
        writer.End();
    }

    private void WriteOption(ContractWriter writer, string type, JsonObject option)
    {
        foreach (var (name, space) in MetadataMembers.Of(type))
        {
            WriteMember(writer, name, space, option[name]);
        }
    }

    private static void WriteLabel(ContractWriter writer, JsonObject label)
    {
        writer.Start("LocalizedLabels", Xmlns.Contracts);
        foreach (var localized in (JsonArray)label["LocalizedLabels"]!)
        {
            writer.Start("LocalizedLabel", Xmlns.Contracts);
            WriteLocalized(writer, (JsonObject)localized!);
            writer.End();
        }

        writer.End();
        writer.Start("UserLocalizedLabel", Xmlns.Contracts);
        if (label["UserLocalizedLabel"] is JsonObject own)
        {
            WriteLocalized(writer, own);
        }
        else
        {
            writer.Nil();
        }

        writer.End();
    }

    private static void WriteLocalized(ContractWriter writer, JsonObject localized)
    {
        writer.Text("MetadataId", Xmlns.Metadata, TextOf(localized["MetadataId"]));
        writer.Text("HasChanged", Xmlns.Metadata, null);
        writer.Text("IsManaged", Xmlns.Contracts, TextOf(localized["IsManaged"]));
        writer.Text("Label", Xmlns.Contracts, TextOf(localized["Label"]));
        writer.Text("LanguageCode", Xmlns.Contracts, TextOf(localized["LanguageCode"]));
    }

    private static string? TextOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
