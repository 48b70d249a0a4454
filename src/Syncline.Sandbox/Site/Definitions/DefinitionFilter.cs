using System.Text.Json;
using System.Text.Json.Nodes;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Query;

namespace Syncline.Sandbox.Site.Definitions;

/// <summary>Evaluates a filter over definitions: comparisons of simple properties, also of those within a complex one (<c>RequiredLevel/Value</c>).</summary>
internal static class DefinitionFilter
{
    public static bool Matches(DefinitionNode node, Expression expression) => expression switch
    {
        Junction { IsAnd: true } and => Matches(node, and.Left) && Matches(node, and.Right),
        Junction or => Matches(node, or.Left) || Matches(node, or.Right),
        Negation negation => !Matches(node, negation.Operand),
        Comparison { Left: PropertyPath path, Right: Literal literal } comparison => Compare(comparison.Operator, ValueOf(node, path), literal.Value),
        PropertyPath path => ValueOf(node, path) is true,

        // PROTOCOL 5.2: functions on text are refused on definitions.
        Call call => throw new SiteException(501, "0x8006088a", $"The function '{call.Name}' is not supported on metadata entities."),
        _ => throw SiteErrors.BadQuery("The $filter expression must compare a property with a value."),
    };

    private static object? ValueOf(DefinitionNode node, PropertyPath path)
    {
        JsonNode? value = node.Properties;
        foreach (var segment in path.Segments)
        {
            value = value is JsonObject container && container.TryGetPropertyValue(segment, out var found)
                ? found
                : value is null ? null : throw SiteErrors.NoProperty(segment, "Microsoft.Dynamics.CRM." + node.Declared);
        }

        return value?.GetValueKind() switch
        {
            null => null,
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => decimal.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
            _ => throw SiteErrors.BadQuery($"The property '{path}' is not a simple one."),
        };
    }

    private static bool Compare(string name, object? left, object? right)
    {
        right = right switch { long number => (decimal)number, Guid id => id.ToString(), _ => right };
        return name switch
        {
            "eq" => Equals(left, right),
            "ne" => !Equals(left, right),
            _ when left is decimal a && right is decimal b => name switch { "gt" => a > b, "ge" => a >= b, "lt" => a < b, _ => a <= b },
            _ => throw SiteErrors.NotSupported($"'{name}' between these values on definitions"),
        };
    }
}
