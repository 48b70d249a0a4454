using System.Xml.Linq;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.Reading;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>
/// OData filters as FetchXML, which the Organization Service reads in their place: comparisons, <c>in</c>, <c>contains</c>, <c>startswith</c>, <c>endswith</c>,
/// joined by <c>and</c>, <c>or</c>, <c>not</c> (OData 4.01, part 2, section 5.1.1; FetchXML's operators:
/// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/operators). What goes beyond the table's own columns is refused.
/// </summary>
internal sealed class ODataFilter
{
    private static readonly Dictionary<string, (string Operator, string Opposite)> Comparisons = new(StringComparer.Ordinal)
    {
        ["eq"] = ("eq", "ne"),
        ["ne"] = ("ne", "eq"),
        ["gt"] = ("gt", "le"),
        ["ge"] = ("ge", "lt"),
        ["lt"] = ("lt", "ge"),
        ["le"] = ("le", "gt"),
    };

    private static readonly Dictionary<string, (string Before, string After)> Likes = new(StringComparer.Ordinal)
    {
        ["contains"] = ("%", "%"),
        ["startswith"] = ("", "%"),
        ["endswith"] = ("%", ""),
    };

    private readonly ODataTokens tokens;

    private ODataFilter(string filter) => tokens = new ODataTokens(filter);

    /// <summary>Translates a filter.</summary>
    /// <exception cref="Core.Errors.SchemaException">It says something that FetchXML has no word for here.</exception>
    public static FetchXml ToFetchXml(string filter)
    {
        try
        {
            var parser = new ODataFilter(filter);
            var root = parser.Or(isNegated: false);
            return parser.tokens.Current.Length == 0
                ? new FetchXml([root.Name == "filter" ? root : new XElement("filter", root)], IsDistinct: false)
                : throw new FormatException($"\"{parser.tokens.Current}\" was not expected");
        }
        catch (FormatException exception)
        {
            throw SchemaErrors.ODataFilter(exception.Message);
        }
    }

    private XElement Or(bool isNegated) => Joined("or", isNegated, () => Joined("and", isNegated, () => Not(isNegated), isNegated ? "or" : "and"), isNegated ? "and" : "or");

    private XElement Joined(string word, bool isNegated, Func<XElement> part, string type)
    {
        var parts = new List<XElement> { part() };
        while (tokens.TryTake(word))
        {
            parts.Add(part());
        }

        return parts.Count == 1 ? parts[0] : new XElement("filter", new XAttribute("type", type), parts);
    }

    private XElement Not(bool isNegated)
    {
        if (tokens.TryTake("not"))
        {
            return Not(!isNegated);
        }

        if (tokens.TryTake("("))
        {
            var inner = Or(isNegated);
            tokens.Require(")");
            return inner;
        }

        return tokens.Following == "(" ? Function(isNegated) : Comparison(isNegated);
    }

    private XElement Function(bool isNegated)
    {
        var name = tokens.Take();
        if (!Likes.TryGetValue(name, out var like))
        {
            throw new FormatException($"\"{name}\" can't be said in FetchXML here");
        }

        tokens.Require("(");
        var column = Column();
        tokens.Require(",");
        var text = Literal() ?? throw new FormatException($"\"{name}\" asks for null");
        tokens.Require(")");
        return Condition(column, isNegated ? "not-like" : "like", like.Before + Escape(text) + like.After);
    }

    private XElement Comparison(bool isNegated)
    {
        var column = Column();
        var word = tokens.Take();
        if (word == "in")
        {
            return In(column, isNegated);
        }

        if (!Comparisons.TryGetValue(word, out var comparison))
        {
            throw new FormatException(word.Length == 0 ? $"it ends behind \"{column}\"" : $"\"{word}\" is no comparison");
        }

        var fetchOperator = isNegated ? comparison.Opposite : comparison.Operator;
        var value = Literal();
        return value is not null ? Condition(column, fetchOperator, value)
            : fetchOperator is "eq" or "ne" ? Condition(column, fetchOperator == "eq" ? "null" : "not-null", null)
            : throw new FormatException($"\"{word}\" compares with null");
    }

    private XElement In(string column, bool isNegated)
    {
        tokens.Require("(");
        var condition = Condition(column, isNegated ? "not-in" : "in", null);
        do
        {
            condition.Add(new XElement("value", Literal() ?? throw new FormatException("\"in\" asks for null")));
        }
        while (tokens.TryTake(","));
        tokens.Require(")");
        return condition;
    }

    /// <summary>A column; a lookup stands in OData as <c>_parentcustomerid_value</c>.</summary>
    private string Column()
    {
        var name = tokens.Take();
        if (tokens.Current == "/")
        {
            throw new FormatException($"\"{name}/…\" leads to another table, which FetchXML reaches by a link-entity");
        }

        const string before = "_";
        const string after = "_value";
        var isLookup = name.StartsWith(before, StringComparison.Ordinal) && name.EndsWith(after, StringComparison.Ordinal) && name.Length > before.Length + after.Length;
        return isLookup ? name[before.Length..^after.Length] : name; // whether the table has it is the server's to say
    }

    /// <summary>A value as FetchXML has it; null for <c>null</c>.</summary>
    private string? Literal()
    {
        var token = tokens.Take();
        return token switch
        {
            "" => throw new FormatException("a value is missing at its end"),
            "null" => null,
            "true" => "1",
            "false" => "0",
            _ when token[0] == '\'' => token[1..^1].Replace("''", "'", StringComparison.Ordinal),
            _ when char.IsAsciiLetterOrDigit(token[0]) || token[0] is '-' or '+' => token,
            _ => throw new FormatException($"\"{token}\" is no value"),
        };
    }

    private static XElement Condition(string column, string fetchOperator, string? value) => new(
        "condition", new XAttribute("attribute", column), new XAttribute("operator", fetchOperator), value is null ? null : new XAttribute("value", value));

    /// <summary>In a pattern these signs stand for others; between brackets for themselves.</summary>
    private static string Escape(string text) =>
        text.Replace("[", "[[]", StringComparison.Ordinal).Replace("%", "[%]", StringComparison.Ordinal).Replace("_", "[_]", StringComparison.Ordinal);
}
