namespace Syncline.Workspace.Projects;

/// <summary>A project file that was in use.</summary>
/// <param name="Path">The file, absolute; it may be gone.</param>
/// <param name="Used">When it was opened, saved, planned or applied last.</param>
public sealed record RecentProject(string Path, DateTimeOffset Used);
