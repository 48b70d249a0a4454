using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Query;

/// <summary><c>any</c> and <c>all</c> over a 1:N or an N:N relationship (OData 4.0 part 2, section 5.1.1.10). One pass over the related rows serves every row asked about.</summary>
internal sealed class CollectionFilter(Catalog catalog, Snapshot snapshot, RowFilter filter)
{
    public Func<Row, bool> Compile(Table table, Lambda lambda)
    {
        if (lambda.Path is not [var name])
        {
            throw SiteErrors.NotSupported("any() and all() behind another navigation property");
        }

        if (table.FindManyToMany(catalog, name) is { } side)
        {
            var related = new Lazy<ILookup<Guid, Row>>(() => Pairs.All(snapshot, side));
            var holds = Body(side.OtherTable, lambda);
            return lambda.IsAny ? row => related.Value[row.Id].Any(holds) : row => related.Value[row.Id].All(holds);
        }

        var relationship = table.FindCollection(name) ?? throw SiteErrors.NoProperty(name, table.TypeName);
        if (catalog.Find(relationship.Many) is not { } child || child.Find(relationship.ManyColumn) is not { } lookup)
        {
            throw SiteErrors.NotSupported($"the table '{relationship.Many}'");
        }

        var test = Body(child, lambda);
        var found = new Lazy<HashSet<Guid>>(() => [.. snapshot[child].ByKey.All()
            .Where(row => row[lookup] is Reference reference && reference.Table == table && test(row) == lambda.IsAny)
            .Select(row => ((Reference)row[lookup]!).Id)]);
        return row => found.Value.Contains(row.Id) == lambda.IsAny;
    }

    private Func<Row, bool> Body(Table table, Lambda lambda) => lambda.Body is null ? static _ => true : filter.Compile(table, Strip(lambda.Body, lambda.Variable));

    /// <summary>The body without the variable in front of its paths.</summary>
    private static Expression Strip(Expression body, string variable) => body switch
    {
        PropertyPath path when path.Segments.Count > 1 && path.Segments[0] == variable => new PropertyPath([.. path.Segments.Skip(1)]),
        PropertyPath path => throw SiteErrors.BadQuery($"The path '{path}' must begin with the variable '{variable}'."),
        Comparison comparison => comparison with { Left = Strip(comparison.Left, variable), Right = Strip(comparison.Right, variable) },
        Junction junction => junction with { Left = Strip(junction.Left, variable), Right = Strip(junction.Right, variable) },
        Negation negation => new Negation(Strip(negation.Operand, variable)),
        Call call => call with { Arguments = [.. call.Arguments.Select(argument => argument with { Value = Strip(argument.Value, variable) })] },
        Lambda inner when inner.Path.Count > 1 && inner.Path[0] == variable => inner with { Path = [.. inner.Path.Skip(1)] },
        _ => body,
    };
}
