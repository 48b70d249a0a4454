namespace Syncline.Sync.Projects;

/// <summary>A parameter of a project file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">The value that the file gives it; null when it must come from elsewhere.</param>
public sealed record ProjectParameter(string Name, string? Default);
