using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>A column of the answer.</summary>
/// <param name="Slot">Which of the joined rows has it.</param>
/// <param name="Table">That row's table.</param>
/// <param name="Column">The column.</param>
/// <param name="Alias">Its name in the answer, where the query gives it one; a column of a link is <c>link.column</c> without one of its own.</param>
/// <param name="Get">Its value.</param>
internal sealed record FetchOutput(int Slot, Table Table, Column Column, string? Alias, Func<Row, object?> Get);
