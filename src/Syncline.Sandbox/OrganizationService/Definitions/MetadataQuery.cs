using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Syncline.Sandbox.OrganizationService.Queries;
using Syncline.Sandbox.OrganizationService.Xml;
using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.OrganizationService.Definitions;

/// <summary>One level of a metadata query: which definitions, and which of their properties (Microsoft Learn: "Query schema definitions").</summary>
/// <param name="query">An EntityQueryExpression or the query of its columns, relationships or keys; null takes all and shows nothing.</param>
internal sealed class MetadataQuery(XElement? query)
{
    private readonly HashSet<string>? _names = Names(query);

    public bool Takes(DefinitionNode node) => query is null || Member(query, "Criteria") is not { } criteria || Filter(node, criteria);

    /// <summary>True for a property that is asked for.</summary>
    public bool Shows(string property) => _names?.Contains(property) ?? true;

    /// <summary>The query of a kind of parts, e.g. <c>AttributeQuery</c>.</summary>
    public MetadataQuery Within(string name) => new(query is null ? null : Member(query, name));

    private static XElement? Member(XElement owner, string name) =>
        owner.Element(XName.Get(name, Xmlns.MetadataQuery)) is { } found && (string?)found.Attribute(XName.Get("nil", Xmlns.Instance)) is not ("true" or "1") ? found : null;

    /// <summary>The properties that are asked for; null for all of them. Without a query of its own, a level shows all of its properties.</summary>
    private static HashSet<string>? Names(XElement? query) =>
        query is null || Member(query, "Properties") is not { } properties ? query is null ? null : []
        : Member(properties, "AllProperties")?.Value is "true" or "1" ? null
        : [.. Member(properties, "PropertyNames")?.Elements().Select(item => item.Value) ?? []];

    private static bool Filter(DefinitionNode node, XElement filter)
    {
        var conditions = Member(filter, "Conditions")?.Elements() ?? [];
        var filters = Member(filter, "Filters")?.Elements() ?? [];
        var tests = conditions.Select(condition => Condition(node, condition)).Concat(filters.Select(inner => Filter(node, inner))).ToList();
        return tests.Count == 0 || (Member(filter, "FilterOperator")?.Value == "Or" ? tests.Exists(test => test) : tests.TrueForAll(test => test));
    }

    private static bool Condition(DefinitionNode node, XElement condition)
    {
        var name = Member(condition, "PropertyName")?.Value ?? "";
        if (!node.Properties.TryGetPropertyValue(name, out var value))
        {
            throw new SiteException(400, "0x80040203", $"The property '{name}' is none of {node.Type}.") { Name = "InvalidArgument" };
        }

        var found = TextOf(value);
        var wanted = Member(condition, "Value") is { } given ? given.HasElements ? [.. given.Elements().Select(QueryParts.ValueText)] : [given.Value] : (List<string?>)[null];
        return Member(condition, "ConditionOperator")?.Value switch
        {
            "Equals" or null => Same(found, wanted[0]),
            "NotEquals" => !Same(found, wanted[0]),
            "In" => wanted.Exists(one => Same(found, one)),
            "NotIn" => !wanted.Exists(one => Same(found, one)),
            var other => throw SiteErrors.NotSupported($"the metadata condition operator '{other}'"),
        };
    }

    private static bool Same(string? found, string? wanted) => string.Equals(found, wanted, StringComparison.OrdinalIgnoreCase);

    private static string? TextOf(JsonNode? value) => value switch
    {
        null => null,
        JsonObject managed => TextOf(managed["Value"]),
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
