namespace Syncline.Sandbox.Site.Query;

#pragma warning disable MA0048 // the kinds of one small tree read best together

/// <summary>A parsed <c>$filter</c>.</summary>
internal abstract record Expression;

/// <summary>A literal: string, long, decimal, double, bool, Guid, DateTime (UTC), DateOnly or null.</summary>
internal sealed record Literal(object? Value) : Expression
{
    /// <summary>Edm name of the literal's type, for messages.</summary>
    public string EdmType => Value switch
    {
        string => "Edm.String",
        long => "Edm.Int64",
        decimal => "Edm.Decimal",
        double => "Edm.Double",
        bool => "Edm.Boolean",
        Guid => "Edm.Guid",
        DateTime => "Edm.DateTimeOffset",
        DateOnly => "Edm.Date",
        _ => "null",
    };
}

/// <summary>A property, perhaps behind navigation properties: <c>primarycontactid/fullname</c>.</summary>
internal sealed record PropertyPath(IReadOnlyList<string> Segments) : Expression
{
    public override string ToString() => string.Join('/', Segments);
}

/// <summary><c>eq ne gt ge lt le</c>.</summary>
internal sealed record Comparison(string Operator, Expression Left, Expression Right) : Expression;

/// <summary><c>and</c>, <c>or</c>.</summary>
internal sealed record Junction(bool IsAnd, Expression Left, Expression Right) : Expression;

internal sealed record Negation(Expression Operand) : Expression;

/// <summary>A function; arguments have names in <c>Microsoft.Dynamics.CRM.*</c> functions, else an empty one.</summary>
internal sealed record Call(string Name, IReadOnlyList<(string Name, Expression Value)> Arguments) : Expression;

/// <summary><c>path/any(variable:body)</c> or <c>all</c>, over a collection-valued navigation property; without a body <c>any()</c> asks for any row at all.</summary>
internal sealed record Lambda(IReadOnlyList<string> Path, bool IsAny, string Variable, Expression? Body) : Expression;

/// <summary>A list of literals, in parentheses behind <c>in</c> or in brackets.</summary>
internal sealed record LiteralList(IReadOnlyList<Literal> Items) : Expression;
