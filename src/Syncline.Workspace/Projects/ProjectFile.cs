namespace Syncline.Workspace.Projects;

/// <summary>A project file as a list shows it.</summary>
/// <param name="Name">File name without <c>.syncline.yaml</c>.</param>
/// <param name="Folder">Chosen folder that it is in; null for the usual one.</param>
/// <param name="Path">The file.</param>
/// <param name="Changed">When it was written last.</param>
public sealed record ProjectFile(string Name, string? Folder, string Path, DateTimeOffset Changed);
