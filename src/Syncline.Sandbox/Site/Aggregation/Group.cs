using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Aggregation;

/// <summary>One thing by which rows are grouped.</summary>
/// <typeparam name="T">A row, or rows that are joined.</typeparam>
/// <param name="Name">Its name in the answer.</param>
/// <param name="Column">The column; null when the value is computed, such as a month.</param>
/// <param name="Get">The value.</param>
internal sealed record Group<T>(string Name, Column? Column, Func<T, object?> Get);
