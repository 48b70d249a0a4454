using Syncline.Sync.Projects;
using Syncline.Workspace.Projects;

namespace Syncline.Workspace.Tests.Projects;

public sealed class ProjectSchemaFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-schema-").FullName;

    private string ProjectPath => Path.Combine(folder, "p.syncline.yaml");

    private string SchemaPath => Path.Combine(folder, "project.schema.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_schema_stands_where_the_first_line_of_a_new_project_points()
    {
        (await ProjectSchemaFile.WriteBesideAsync(ProjectPath, default)).ShouldBe(SchemaPath);
        (await File.ReadAllTextAsync(SchemaPath)).ShouldBe(ProjectSchema.Read());
        (await ProjectSchemaFile.WriteBesideAsync(ProjectPath, default)).ShouldBeNull();
    }

    [Fact]
    public async Task An_older_schema_is_replaced_and_a_file_of_somebody_else_is_left_alone()
    {
        await File.WriteAllTextAsync(SchemaPath, "{ \"title\": \"Syncline project\", \"type\": \"object\" }");
        (await ProjectSchemaFile.WriteBesideAsync(ProjectPath, default)).ShouldBe(SchemaPath);
        (await File.ReadAllTextAsync(SchemaPath)).ShouldBe(ProjectSchema.Read());

        await File.WriteAllTextAsync(SchemaPath, "{ \"title\": \"Something else\" }");
        (await ProjectSchemaFile.WriteBesideAsync(ProjectPath, default)).ShouldBeNull();
        (await File.ReadAllTextAsync(SchemaPath)).ShouldBe("{ \"title\": \"Something else\" }");
    }
}
