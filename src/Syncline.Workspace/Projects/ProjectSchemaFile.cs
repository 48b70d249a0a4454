using Syncline.Sync.Projects;

namespace Syncline.Workspace.Projects;

/// <summary>The JSON schema beside a project file, where the file's first line points and editors look for it.</summary>
public static class ProjectSchemaFile
{
    private const string Title = "\"title\": \"Syncline project\"";

    /// <summary>Writes the schema beside a project file. An older one of Syncline's is replaced; any other file of that name is left alone.</summary>
    /// <param name="projectPath">The project file.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Path of the schema when it was written; null when the file there was left as it is.</returns>
    public static async Task<string?> WriteBesideAsync(string projectPath, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(projectPath);
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(projectPath))!, ProjectSchema.FileName);
        var schema = ProjectSchema.Read();
        if (File.Exists(path))
        {
            var present = await File.ReadAllTextAsync(path, cancellationToken);
            if (present == schema || !present.Contains(Title, StringComparison.Ordinal))
            {
                return null;
            }
        }

        await File.WriteAllTextAsync(path, schema, cancellationToken);
        return path;
    }
}
