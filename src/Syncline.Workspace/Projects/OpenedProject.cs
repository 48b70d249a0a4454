using Syncline.Sync.Projects;

namespace Syncline.Workspace.Projects;

/// <summary>A project file that was opened.</summary>
/// <param name="Draft">What it says.</param>
/// <param name="Text">Its text.</param>
/// <param name="WhyByHand">Why it can be changed by hand only; null when it can be changed here.</param>
/// <param name="Parameters">Parameters that it names.</param>
public sealed record OpenedProject(ProjectDraft Draft, string Text, string? WhyByHand, IReadOnlyList<ProjectParameter> Parameters);
