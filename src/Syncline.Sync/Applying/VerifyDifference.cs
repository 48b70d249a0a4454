using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>A change that the ledger calls done and whose row is not as the plan wants it.</summary>
/// <param name="Change">The change.</param>
/// <param name="IsThere">Whether the row is there: false for a lost add or update, true for a delete that did not last.</param>
/// <param name="Columns">Columns whose values differ; empty when the row itself is missing or too much.</param>
public sealed record VerifyDifference(PlannedChange Change, bool IsThere, IReadOnlyList<string> Columns);
