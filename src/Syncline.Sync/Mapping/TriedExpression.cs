using Syncline.Core.Errors;

namespace Syncline.Sync.Mapping;

/// <summary>What came of trying an expression.</summary>
public sealed record TriedExpression
{
    /// <summary>What is wrong with it; empty when it can be computed.</summary>
    public IReadOnlyList<ErrorDetail> Mistakes { get; init; } = [];

    /// <summary>What it gives for each row, in the rows' order; empty when it has mistakes.</summary>
    public IReadOnlyList<TriedValue> Values { get; init; } = [];

    /// <summary>Of a filter, the rows that it keeps.</summary>
    public int Kept => Values.Count(value => value.Text == "true");

    /// <summary>Rows for which it can't be computed. A compare stops at the first when it is a filter; of a value, such rows are problems.</summary>
    public int Failing => Values.Count(value => value.Failure is not null);
}
