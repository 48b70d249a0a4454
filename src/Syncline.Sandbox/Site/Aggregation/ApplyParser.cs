using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>
/// Reads <c>$apply</c>: <c>filter(…)</c>, then <c>groupby((…),aggregate(…))</c> or <c>aggregate(…)</c> alone. Microsoft Learn: "Aggregate data using OData".
/// </summary>
internal sealed class ApplyParser(RowFilter filter, Table table)
{
    public (Func<Row, bool>? Filter, IReadOnlyList<Group<Row>> Groups, IReadOnlyList<Aggregate<Row>> Aggregates) Parse(string text)
    {
        Func<Row, bool>? where = null;
        var steps = SelectParser.SplitTop(text, '/').Select(step => step.Trim()).ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            var last = i == steps.Count - 1;
            if (!last && Inside(steps[i], "filter") is { } condition)
            {
                var (before, next) = (where, filter.Compile(table, ExpressionParser.Parse(condition)));
                where = before is null ? next : row => before(row) && next(row);
            }
            else if (last && Inside(steps[i], "aggregate") is { } figures)
            {
                return (where, [], Aggregates(figures));
            }
            else if (last && Inside(steps[i], "groupby") is { } grouping)
            {
                var parts = SelectParser.SplitTop(grouping, ',').Select(part => part.Trim()).ToList();
                var groups = parts[0].StartsWith('(') && parts[0].EndsWith(')') ? SelectParser.Names(parts[0][1..^1]).Select(Group).ToList() : throw Unknown(steps[i]);
                return parts.Count switch
                {
                    1 => (where, groups, []),
                    2 when Inside(parts[1], "aggregate") is { } inner => (where, groups, Aggregates(inner)),
                    _ => throw Unknown(steps[i]),
                };
            }
            else
            {
                throw Unknown(steps[i]);
            }
        }

        throw Unknown(text);
    }

    private static string? Inside(string step, string name) =>
        step.StartsWith(name + "(", StringComparison.Ordinal) && step.EndsWith(')') ? step[(name.Length + 1)..^1] : null;

    private static SiteException Unknown(string step) => SiteErrors.NotSupported($"the transformation '{step}' in $apply");

    private Group<Row> Group(string name)
    {
        var (column, get) = filter.Value(table, new PropertyPath(name.Split('/')));
        return column.Type == ColumnType.DateTime
            ? throw SiteErrors.BadQuery($"groupby with the date '{name}' is not supported.")
            : new Group<Row>(name.Replace('/', '_'), column, get);
    }

    private List<Aggregate<Row>> Aggregates(string list) => [.. SelectParser.Names(list).Select(One)];

    private Aggregate<Row> One(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["$count", "as", var count])
        {
            return new Aggregate<Row>(count, AggregateKind.Count, null, static _ => null);
        }

        if (words is not [var path, "with", var method, "as", var name])
        {
            throw SiteErrors.BadQuery($"Syntax error in the aggregate expression '{text}'.");
        }

        var (column, get) = filter.Value(table, new PropertyPath(path.Split('/')));
        return new Aggregate<Row>(name, method switch
        {
            "sum" => AggregateKind.Sum,
            "average" => AggregateKind.Average,
            "min" => AggregateKind.Min,
            "max" => AggregateKind.Max,
            "countdistinct" => AggregateKind.CountDistinct,
            _ => throw SiteErrors.NotSupported($"the method '{method}' in $apply"),
        }, column, get);
    }
}
