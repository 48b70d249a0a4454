namespace Syncline.Sync;

/// <summary>How far a planner is.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="SourceRows">Rows read from the source so far.</param>
/// <param name="TargetRows">Rows read from the target so far.</param>
/// <param name="LookupRows">Rows read from lookup tables so far.</param>
public readonly record struct PlanProgress(PlanPhase Phase, long SourceRows, long TargetRows, long LookupRows);
