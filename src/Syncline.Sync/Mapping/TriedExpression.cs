using Syncline.Core.Errors;

namespace Syncline.Sync.Mapping;

/// <summary>What came of trying an expression.</summary>
public sealed record TriedExpression
{
    /// <summary>What is wrong with it; empty when it can be computed.</summary>
    public IReadOnlyList<ErrorDetail> Mistakes { get; init; } = [];

    /// <summary>What it gives for each row, in the rows' order; empty when it has mistakes.</summary>
    public IReadOnlyList<TriedValue> Values { get; init; } = [];
}
