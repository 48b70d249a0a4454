using Syncline.Core.Errors;

namespace Syncline.Sync.Applying;

/// <summary>A change of a plan whose row on the target is no longer what the plan was made from.</summary>
/// <param name="Seq">Number of the change.</param>
/// <param name="Error">What happened to the row, in the words with which an apply would report it.</param>
public readonly record struct PlanConflict(long Seq, ErrorDetail Error);
