namespace Syncline.Studio.Projects;

/// <summary>Where a project is saved.</summary>
/// <param name="Name">File name without <c>.syncline.yaml</c>.</param>
/// <param name="Folder">One of the chosen folders; null for the usual one.</param>
public sealed record ProjectPlace(string Name, string? Folder);
