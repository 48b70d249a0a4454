using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Query;

/// <summary>Rows of one page, and whether there are more behind it.</summary>
internal sealed record RowPage(IReadOnlyList<Row> Rows, bool HasMore);
