using Syncline.Sync.Plans;

namespace Syncline.Workspace.Planning;

/// <summary>A plan that was just made.</summary>
/// <param name="Path">The plan file.</param>
/// <param name="Header">What it says, with its digest.</param>
public sealed record PlannedProject(string Path, PlanHeader Header);
