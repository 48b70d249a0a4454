using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Tracking;

/// <summary>A page of a table's changes.</summary>
/// <param name="Changes">In the order of their versions: the changed row, or for a deleted one null and its key.</param>
/// <param name="HasMore">True when there are changes behind it.</param>
/// <param name="Until">The token from which the next changes count.</param>
internal sealed record TrackedPage(IReadOnlyList<(long Version, Row? Row, Guid Deleted)> Changes, bool HasMore, DeltaToken Until);
