using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>One figure over the rows of a group.</summary>
/// <typeparam name="T">A row, or rows that are joined.</typeparam>
/// <param name="Name">Its name in the answer.</param>
/// <param name="Kind">What is computed.</param>
/// <param name="Column">The column; null for a count of rows.</param>
/// <param name="Get">Its value.</param>
internal sealed record Aggregate<T>(string Name, AggregateKind Kind, Column? Column, Func<T, object?> Get);
