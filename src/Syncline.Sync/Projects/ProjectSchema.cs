namespace Syncline.Sync.Projects;

/// <summary>The published JSON schema of project files: <c>docs/reference/project.schema.json</c>, built in.</summary>
public static class ProjectSchema
{
    /// <summary>File name by which project files refer to it.</summary>
    public const string FileName = "project.schema.json";

    /// <summary>The schema's text.</summary>
    public static string Read()
    {
        using var stream = typeof(ProjectSchema).Assembly.GetManifestResourceStream(FileName) ?? throw new InvalidOperationException($"{FileName} is not built in.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
