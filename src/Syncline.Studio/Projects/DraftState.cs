using Syncline.Workspace.Projects;

namespace Syncline.Studio.Projects;

/// <summary>A project at one moment, as undo and redo put it back.</summary>
/// <param name="Draft">The project.</param>
/// <param name="Written">Its text as it was written by hand; null when it follows from the draft.</param>
/// <param name="WhyByHand">Why it can be changed by hand only; null when it can be changed here.</param>
internal sealed record DraftState(ProjectDraft Draft, string? Written, string? WhyByHand);
