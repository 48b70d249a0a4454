using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Fetch;

/// <summary>A page of joined rows.</summary>
/// <param name="Outputs">The columns that it shows.</param>
/// <param name="Rows">For each row of the answer one row of every table in the query; null where an outer link found none.</param>
/// <param name="HasMore">True when there are rows behind it.</param>
/// <param name="Ends">Where it begins and ends; null when it is empty.</param>
/// <param name="Total">The number of rows, counted no further than one beyond 5,000; null unless asked for.</param>
internal sealed record FetchPage(IReadOnlyList<FetchOutput> Outputs, IReadOnlyList<Row?[]> Rows, bool HasMore, PageCookie.Ends? Ends, int? Total);
