namespace Syncline.Sync.Plans;

/// <summary>Updates of a plan that differ in the same columns.</summary>
/// <param name="Columns">Names of the columns in which they differ, in the plan's order.</param>
/// <param name="Count">How many there are.</param>
public sealed record PlanChangeGroup(IReadOnlyList<string> Columns, long Count);
