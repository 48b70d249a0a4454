using System.Xml.Linq;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using static Syncline.Sandbox.OrganizationService.Queries.QueryParts;

namespace Syncline.Sandbox.OrganizationService.Queries;

/// <summary>Writes a QueryExpression as FetchXML. Microsoft Learn: "Query data using QueryExpression".</summary>
internal static class QueryExpressionText
{
    public static string Of(Catalog catalog, XElement query)
    {
        var entity = new XElement("entity", new XAttribute("name", Text(query, "EntityName") ?? ""));
        AddColumns(entity, Member(query, "ColumnSet"));

        // FetchXML shows every column when none is named, a QueryExpression the primary key alone.
        if (!entity.HasElements && catalog.Find((string)entity.Attribute("name")!) is { } table)
        {
            entity.Add(new XElement("attribute", new XAttribute("name", table.PrimaryId.Name)));
        }

        AddFilter(entity, Member(query, "Criteria"));
        AddOrders(entity, query);
        entity.Add(Items(query, "LinkEntities").Select(Link));
        return Fetch(query, entity).ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Link(XElement link)
    {
        var element = new XElement(
            "link-entity",
            new XAttribute("name", Text(link, "LinkToEntityName") ?? ""),
            new XAttribute("from", Text(link, "LinkToAttributeName") ?? ""),
            new XAttribute("to", Text(link, "LinkFromAttributeName") ?? ""),
            new XAttribute("link-type", JoinOf(Text(link, "JoinOperator") ?? "Inner")));
        if (Text(link, "EntityAlias") is { Length: > 0 } alias)
        {
            element.Add(new XAttribute("alias", alias));
        }

        AddColumns(element, Member(link, "Columns"));
        AddFilter(element, Member(link, "LinkCriteria"));
        AddOrders(element, link);
        element.Add(Items(link, "LinkEntities").Select(Link));
        return element;
    }

    private static void AddFilter(XElement owner, XElement? filter)
    {
        if (filter is null)
        {
            return;
        }

        var element = new XElement("filter", new XAttribute("type", Text(filter, "FilterOperator") == "Or" ? "or" : "and"));
        element.Add(Items(filter, "Conditions").Select(Condition));
        foreach (var inner in Items(filter, "Filters"))
        {
            AddFilter(element, inner);
        }

        if (element.HasElements)
        {
            owner.Add(element);
        }
    }

    private static XElement Condition(XElement condition)
    {
        var element = new XElement("condition", new XAttribute("attribute", Text(condition, "AttributeName") ?? ""), new XAttribute("operator", OperatorOf(Text(condition, "Operator") ?? "Equal")));
        if (Text(condition, "EntityName") is { Length: > 0 } entityName)
        {
            element.Add(new XAttribute("entityname", entityName));
        }

        var values = Items(condition, "Values").Select(ValueText).ToList();
        if (values.Count == 1)
        {
            element.Add(new XAttribute("value", values[0]));
        }
        else
        {
            element.Add(values.Select(value => new XElement("value", value)));
        }

        return element;
    }

    private static string JoinOf(string name) => name switch
    {
        "Inner" => "inner",
        "LeftOuter" => "outer",
        "Exists" => "exists",
        "In" => "in",
        "Any" => "any",
        "NotAny" => "not any",
        _ => throw SiteErrors.NotSupported($"the JoinOperator '{name}'"),
    };

    private static string OperatorOf(string name) => name switch
    {
        "Equal" => "eq",
        "NotEqual" => "ne",
        "GreaterThan" => "gt",
        "GreaterEqual" => "ge",
        "LessThan" => "lt",
        "LessEqual" => "le",
        "Like" => "like",
        "NotLike" => "not-like",
        "In" => "in",
        "NotIn" => "not-in",
        "Between" => "between",
        "NotBetween" => "not-between",
        "Null" => "null",
        "NotNull" => "not-null",
        "BeginsWith" => "begins-with",
        "DoesNotBeginWith" => "not-begin-with",
        "EndsWith" => "ends-with",
        "DoesNotEndWith" => "not-end-with",
        "ContainValues" => "contain-values",
        "DoesNotContainValues" => "not-contain-values",
        "EqualUserId" => "eq-userid",
        "NotEqualUserId" => "ne-userid",
        "On" => "on",
        "OnOrAfter" => "on-or-after",
        "OnOrBefore" => "on-or-before",
        "Today" => "today",
        "Yesterday" => "yesterday",
        "Tomorrow" => "tomorrow",
        "LastXHours" => "last-x-hours",
        "LastXDays" => "last-x-days",
        "NextXDays" => "next-x-days",
        "OlderThanXDays" => "olderthan-x-days",
        "ThisMonth" => "this-month",
        "LastMonth" => "last-month",
        "ThisYear" => "this-year",
        "LastYear" => "last-year",
        _ => throw SiteErrors.NotSupported($"the condition operator '{name}'"),
    };
}
