using System.Text.Json;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Query;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>Answers <c>EntityDefinitions</c>, <c>GlobalOptionSetDefinitions</c> and <c>RelationshipDefinitions</c>, reading alone. <c>$select</c>, <c>$filter</c> and <c>$expand</c> work; <c>$top</c>, <c>$skip</c> and <c>$orderby</c> are refused (PROTOCOL 5.2).</summary>
internal sealed class DefinitionRoutes(DefinitionSet definitions)
{
    private const string Namespace = "Microsoft.Dynamics.CRM.";
    private static readonly string[] Roots = ["EntityDefinitions", "GlobalOptionSetDefinitions", "RelationshipDefinitions"];

    public static bool Knows(string name) => Roots.Contains(name, StringComparer.Ordinal);

    public SiteAnswer Answer(SiteRequest request)
    {
        if (request.Method != "GET")
        {
            throw SiteErrors.NotSupported("changes to definitions other than the options of choices (InsertOptionValue, UpdateOptionValue, DeleteOptionValue)");
        }

        foreach (var name in request.Query.Names)
        {
            if (name is "$top" or "$skip" or "$orderby")
            {
                throw new SiteException(400, "0x80060888", $"The query parameter {name} is not supported.");
            }
        }

        request.Query.AllowOnly("$select", "$filter", "$expand", "$count");
        var found = Find(request, out var cast);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (ReadOnlySpan<string>)["$select", "$filter", "$expand"])
        {
            if (request.Query[name] is { } value)
            {
                options[name] = value;
            }
        }

        var select = SelectParser.Names(options.GetValueOrDefault("$select"));
        var columns = select.Count == 0 ? "" : $"({string.Join(',', select)})";
        var context = $"{request.ContextRoot}{Uri.UnescapeDataString(request.RawPath)}{columns}";
        return found switch
        {
            IReadOnlyList<DefinitionNode> nodes => List(context, Filter(nodes, options), options, cast),
            DefinitionNode node => Single(context + "/$entity", node, options, cast),
            _ => SiteAnswer.NoContent(),
        };
    }

    private static SiteAnswer List(string context, IReadOnlyList<DefinitionNode> nodes, Dictionary<string, string> options, string? cast) => SiteAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", context);
        json.WriteStartArray("value");
        foreach (var node in nodes)
        {
            Write(json, node, options, cast);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static SiteAnswer Single(string context, DefinitionNode node, Dictionary<string, string> options, string? cast) =>
        SiteAnswer.Json(200, json => Write(json, node, options, cast, context));

    private static void Write(Utf8JsonWriter json, DefinitionNode node, IReadOnlyDictionary<string, string> options, string? cast, string? context = null)
    {
        var declared = cast ?? node.Declared;
        json.WriteStartObject();
        if (context is not null)
        {
            json.WriteString("@odata.context", context);
        }

        if (node.Type != declared)
        {
            json.WriteString("@odata.type", "#" + Namespace + node.Type);
        }

        var select = SelectParser.Names(options.GetValueOrDefault("$select"));
        if (select.Count == 0)
        {
            foreach (var property in node.Properties)
            {
                WriteProperty(json, property.Key, property.Value);
            }
        }
        else
        {
            foreach (var name in select)
            {
                if (node.Properties.TryGetPropertyValue(name, out var value))
                {
                    WriteProperty(json, name, value);
                }
                else if (!node.Navigations.ContainsKey(name) && !IsKnown(name))
                {
                    throw SiteErrors.NoProperty(name, Namespace + declared);
                }
            }

            if (!select.Contains("MetadataId", StringComparer.Ordinal))
            {
                WriteProperty(json, "MetadataId", node.Properties["MetadataId"]);
            }
        }

        foreach (var item in SelectParser.Expand(options.GetValueOrDefault("$expand")))
        {
            WriteExpanded(json, node, item, declared);
        }

        json.WriteEndObject();
    }

    private static void WriteExpanded(Utf8JsonWriter json, DefinitionNode node, ExpandItem item, string declared)
    {
        if (!node.Navigations.TryGetValue(item.Name, out var found))
        {
            throw SiteErrors.NoProperty(item.Name, Namespace + declared);
        }

        json.WritePropertyName(item.Name);
        switch (found)
        {
            case IReadOnlyList<DefinitionNode> nodes:
                json.WriteStartArray();
                foreach (var child in Filter(nodes, item.Options))
                {
                    Write(json, child, item.Options, null);
                }

                json.WriteEndArray();
                break;
            case DefinitionNode child:
                Write(json, child, item.Options, null);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, System.Text.Json.Nodes.JsonNode? value)
    {
        json.WritePropertyName(name);
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            value.WriteTo(json);
        }
    }

    /// <summary>A mixed list shows a derived property only where the type has it; a name that no definition has is an error.</summary>
    private static bool IsKnown(string name) => name is "Privileges" or "MobileOfflineFilters" or "IconLargeName" or "IconMediumName" or "IconSmallName" or "IconVectorName";

    private static IReadOnlyList<DefinitionNode> Filter(IReadOnlyList<DefinitionNode> nodes, IReadOnlyDictionary<string, string> options)
    {
        if (!options.TryGetValue("$filter", out var text))
        {
            return nodes;
        }

        var filter = ExpressionParser.Parse(text);
        return [.. nodes.Where(node => DefinitionFilter.Matches(node, filter))];
    }

    /// <summary>Walks the path: sets, keys, navigation properties and casts to a type.</summary>
    private object? Find(SiteRequest request, out string? cast)
    {
        cast = null;
        object? current = request.Path[0].Name switch
        {
            "EntityDefinitions" => definitions.Tables,
            "GlobalOptionSetDefinitions" => definitions.Choices,
            _ => definitions.Relationships,
        };
        current = ByKey(current, request.Path[0]);
        foreach (var segment in request.Path.Skip(1))
        {
            if (segment.Name.StartsWith(Namespace, StringComparison.Ordinal))
            {
                var type = segment.Name[Namespace.Length..];
                cast = type;
                current = current switch
                {
                    IReadOnlyList<DefinitionNode> nodes => (IReadOnlyList<DefinitionNode>)[.. nodes.Where(node => node.Is(type))],
                    DefinitionNode node when node.Is(type) => node,
                    _ => throw SiteErrors.NoSegment(segment.Name),
                };
                continue;
            }

            cast = null;
            current = current is DefinitionNode parent && parent.Navigations.TryGetValue(segment.Name, out var child)
                ? ByKey(child, segment)
                : throw SiteErrors.NoSegment(segment.ToString());
        }

        return current;
    }

    private static object? ByKey(object? current, PathSegment segment)
    {
        if (segment.Key is not { } key)
        {
            return current;
        }

        if (current is not IReadOnlyList<DefinitionNode> nodes)
        {
            throw SiteErrors.NoSegment(segment.ToString());
        }

        DefinitionNode? found;
        if (Guid.TryParse(key, out var id))
        {
            found = nodes.FirstOrDefault(node => Guid.Parse(node.Properties["MetadataId"]!.GetValue<string>()) == id);
        }
        else
        {
            var parts = key.Split('=', 2);
            if (parts.Length != 2 || parts[0] is not ("LogicalName" or "Name" or "SchemaName") || parts[1] is not ['\'', .. var value, '\''])
            {
                throw SiteErrors.BadPath($"Bad Request - Error in query syntax near '{segment}'.");
            }

            found = nodes.FirstOrDefault(node => node.Properties[parts[0]]?.GetValue<string>() == value);
        }

        return found ?? throw new SiteException(404, "0x80060888", $"Could not find an item with the key {key} in {segment.Name}.");
    }
}
