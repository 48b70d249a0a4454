using System.Globalization;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Query;

/// <summary>
/// Turns a filter over the rows of a table into a delegate. Text compares without regard to case (PROTOCOL 5.2). As in the server's
/// queries, <c>ne</c> and a negated condition also find rows without a value.
/// </summary>
internal sealed class RowFilter(Catalog catalog, Snapshot snapshot, ConditionOperators conditions)
{
    public Func<Row, bool> Compile(Table table, Expression expression) => expression switch
    {
        Junction { IsAnd: true } and => And(Compile(table, and.Left), Compile(table, and.Right)),
        Junction or => Or(Compile(table, or.Left), Compile(table, or.Right)),
        Negation negation => Not(Compile(table, negation.Operand)),
        Comparison comparison => Compare(table, comparison),
        Call call => CompileCall(table, call),
        Lambda lambda => new CollectionFilter(catalog, snapshot, this).Compile(table, lambda),
        PropertyPath path when Value(table, path) is { Column.Type: ColumnType.Boolean } value => row => value.Get(row) is true,
        Literal { Value: bool constant } => _ => constant,
        _ => throw SiteErrors.BadQuery("The $filter expression must evaluate to a single boolean value."),
    };

    /// <summary>The value of a property path, for filters and for <c>$orderby</c>.</summary>
    public (Column Column, Func<Row, object?> Get) Value(Table table, PropertyPath path)
    {
        var column = PropertyOf(table, path.Segments[0]);
        if (column is not null && path.Segments.Count == 1)
        {
            return (column, ColumnValue.Of(table, column));
        }

        if (table.FindNavigation(path.Segments[0]) is not { } navigation)
        {
            throw table.FindCollection(path.Segments[0]) is null
                ? SiteErrors.NoProperty(path.Segments[0], table.TypeName)
                : SiteErrors.BadQuery($"The collection '{path.Segments[0]}' can be used with any() and all() alone.");
        }

        if (path.Segments.Count == 1)
        {
            throw SiteErrors.BadQuery($"The navigation property '{path}' can't be compared; use '{navigation.Column.PropertyName}'.");
        }

        var targets = catalog.TargetsOf(navigation.Navigation).ToList();
        if (targets.Count == 0)
        {
            throw SiteErrors.NotSupported($"the table '{navigation.Navigation.Target}'");
        }

        var inner = Value(targets[0], new PropertyPath([.. path.Segments.Skip(1)]));
        return (inner.Column, row => row[navigation.Column] is Reference reference && reference.Table == targets[0] && snapshot.Find(reference) is { } found
            ? inner.Get(found)
            : null);
    }

    private static Column? PropertyOf(Table table, string name) => table.FindProperty(name) is { IsInRows: true } column ? column : null;

    private static Func<Row, bool> And(Func<Row, bool> left, Func<Row, bool> right) => row => left(row) && right(row);

    private static Func<Row, bool> Or(Func<Row, bool> left, Func<Row, bool> right) => row => left(row) || right(row);

    private static Func<Row, bool> Not(Func<Row, bool> operand) => row => !operand(row);

    private Func<Row, bool> Compare(Table table, Comparison comparison)
    {
        var (left, right, name) = (comparison.Left, comparison.Right, comparison.Operator);
        if (left is Literal && right is PropertyPath)
        {
            (left, right) = (right, left);
            name = name switch { "gt" => "lt", "ge" => "le", "lt" => "gt", "le" => "ge", _ => name };
        }

        if (left is Call { Name: "contains" or "startswith" or "endswith" } call && right is Literal { Value: bool wanted } && name is "eq" or "ne")
        {
            var inner = CompileCall(table, (Call)left);
            return (name == "eq") == (bool)((Literal)right).Value! ? inner : Not(inner);
        }

        if (left is not PropertyPath path)
        {
            throw SiteErrors.NotSupported("a comparison that does not begin with a column");
        }

        var (column, get) = Value(table, path);
        if (right is PropertyPath other)
        {
            var get2 = Value(table, other).Get;
            return Test(name, row => get(row), get2);
        }

        var value = Convert(column, (right as Literal) ?? throw SiteErrors.NotSupported("functions on the right side of a comparison"), name);
        return name switch
        {
            "eq" when value is null => row => get(row) is null,
            "ne" when value is null => row => get(row) is not null,
            "eq" when value is string text => row => get(row) is string s && s.Equals(text, StringComparison.OrdinalIgnoreCase),
            "eq" when value is int number => row => get(row) is int i && i == number,
            "eq" when value is Guid id => row => IdOf(get(row)) == id,
            "eq" when value is int[] set => row => RowValues.Same(get(row), set),
            "ne" when value is int[] set => row => !RowValues.Same(get(row), set),
            _ when value is null => static _ => false,
            "gt" when value is DateTime after => row => get(row) is DateTime moment && moment > after,
            "ge" when value is DateTime from => row => get(row) is DateTime moment && moment >= from,
            "lt" when value is DateTime before => row => get(row) is DateTime moment && moment < before,
            "le" when value is DateTime until => row => get(row) is DateTime moment && moment <= until,
            _ => Test(name, row => get(row) is Reference reference ? reference.Id : get(row), _ => value),
        };
    }

    private static Guid? IdOf(object? value) => value switch { Guid id => id, Reference reference => reference.Id, _ => null };

    private static Func<Row, bool> Test(string name, Func<Row, object?> left, Func<Row, object?> right)
    {
        Func<int, bool> holds = name switch
        {
            "eq" => order => order == 0,
            "ne" => order => order != 0,
            "gt" => order => order > 0,
            "ge" => order => order >= 0,
            "lt" => order => order < 0,
            _ => order => order <= 0,
        };
        var nullsMatch = name == "ne";
        return row =>
        {
            object? a = left(row), b = right(row);
            return a is null || b is null ? nullsMatch && !(a is null && b is null) : holds(Order(a, b));
        };
    }

    /// <summary>Order of values that may be numbers of different types.</summary>
    private static int Order(object a, object b) => a.GetType() == b.GetType()
        ? RowValues.Compare(a, b)
        : System.Convert.ToDecimal(a, CultureInfo.InvariantCulture).CompareTo(System.Convert.ToDecimal(b, CultureInfo.InvariantCulture));

    private Func<Row, bool> CompileCall(Table table, Call call)
    {
        var arguments = call.Arguments;
        switch (call.Name)
        {
            case "contains" or "startswith" or "endswith" when arguments.Count == 2 && arguments[0].Value is PropertyPath path && arguments[1].Value is Literal literal:
                var (column, get) = Value(table, path);
                if (column.EdmType != "Edm.String" || literal.Value is not string text)
                {
                    throw SiteErrors.BadQuery($"No function signature for the function with name '{call.Name}' matches the specified arguments.");
                }

                return call.Name switch
                {
                    "contains" => row => get(row) is string s && s.Contains(text, StringComparison.OrdinalIgnoreCase),
                    "startswith" => row => get(row) is string s && s.StartsWith(text, StringComparison.OrdinalIgnoreCase),
                    _ => row => get(row) is string s && s.EndsWith(text, StringComparison.OrdinalIgnoreCase),
                };
            case "in" when arguments[0].Value is PropertyPath path:
                return In(table, path, ((LiteralList)arguments[1].Value).Items);
            case var name when QueryFunctions.OperatorOf(name) is { } wanted:
                var property = Named("PropertyName") is Literal { Value: string named } ? named : throw SiteErrors.BadQuery($"The function '{call.Name}' needs PropertyName.");

                // The functions take a lookup column by its logical name, and every value as a string.
                var value = Value(table, new PropertyPath((table.Find(property) is { IsLookup: true } lookup ? lookup.PropertyName : property).Split('/')));
                string[] values = Named("PropertyValues") is LiteralList list ? [.. list.Items.Select(item => QueryFunctions.Text(item.Value))]
                    : (Named("PropertyValue") ?? Named("PropertyValue1")) is Literal single ? [QueryFunctions.Text(single.Value)]
                    : [];
                return conditions.Compile(value.Column, value.Get, wanted, values);
            default:
                throw SiteErrors.NotSupported($"the function '{call.Name}' in $filter");
        }

        Expression? Named(string wanted) => arguments.FirstOrDefault(argument => argument.Name == wanted).Value;
    }

    private Func<Row, bool> In(Table table, PropertyPath path, IReadOnlyList<Literal> items)
    {
        var (column, get) = Value(table, path);
        var values = items.Select(item => Convert(column, Loosen(column, item), "eq")).ToList();
        if (column.EdmType == "Edm.String")
        {
            var texts = values.OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
            return row => get(row) is string s && texts.Contains(s);
        }

        var set = values.OfType<object>().ToHashSet();
        return row => get(row) is { } value && set.Contains(value is Reference reference ? reference.Id : value);
    }

    /// <summary>Reads a string as the literal that the column's type wants.</summary>
    private static Literal Loosen(Column column, Literal literal) =>
        literal.Value is string text && column.EdmType != "Edm.String" && ExpressionParser.Parse(text) is Literal parsed ? parsed : literal;

    /// <summary>The literal as a value of the column, or the message of a type clash.</summary>
    private static object? Convert(Column column, Literal literal, string comparison) => (column.EdmType, literal.Value) switch
    {
        (_, null) => null,
        ("Edm.String", string text) when column.Type == ColumnType.MultiSelectPicklist =>
            text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).Order().ToArray(),
        ("Edm.String", string text) => text,
        ("Edm.Guid", Guid id) => id,
        ("Edm.Boolean", bool value) => value,
        ("Edm.Int32", long number) when number is >= int.MinValue and <= int.MaxValue => (int)number,
        ("Edm.Int32" or "Edm.Int64", long number) => number,
        ("Edm.Int32" or "Edm.Int64", decimal number) => number,
        ("Edm.Decimal", long number) => (decimal)number,
        ("Edm.Decimal", decimal number) => number,
        ("Edm.Double", long number) => (double)number,
        ("Edm.Double", decimal number) => (double)number,
        ("Edm.DateTimeOffset", DateTime moment) => moment,
        ("Edm.DateTimeOffset" or "Edm.Date", DateOnly date) => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        _ => throw SiteErrors.BadQuery(
            $"A binary operator with incompatible types was detected. Found operand types '{column.EdmType}' and '{literal.EdmType}' for operator kind '{Kind(comparison)}'."),
    };

    private static string Kind(string name) => name switch
    {
        "eq" => "Equal",
        "ne" => "NotEqual",
        "gt" => "GreaterThan",
        "ge" => "GreaterThanOrEqual",
        "lt" => "LessThan",
        _ => "LessThanOrEqual",
    };
}
