namespace Syncline.Cli.Tests;

/// <summary>project new: the file that it writes is one that check takes and editors understand.</summary>
public sealed class ProjectNewTests : IAsyncLifetime
{
    private SandboxSite site = null!;

    private CommandHome User => site.User;

    public async ValueTask InitializeAsync() => site = await SandboxSite.StartAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_new_project_names_the_schema_that_stands_beside_it()
    {
        User.Write("data/people.csv", "externaluseridentifier,lastname\nC-1001,Albrecht\n");
        await site.AddFilesAsync();
        var project = User.FileAt("people.syncline.yaml");

        (await User.RunAsync(["project", "new", project, "--source", "crm/people.csv", "--target", "contoso/contact"])).ShouldExitWith(0).Out.ShouldContain("project.schema.json");

        (await File.ReadAllLinesAsync(project, TestContext.Current.CancellationToken))[0].ShouldBe("# yaml-language-server: $schema=project.schema.json");
        (await File.ReadAllTextAsync(User.FileAt("project.schema.json"), TestContext.Current.CancellationToken)).ShouldContain("write-back");
        (await User.RunAsync(["project", "check", project])).ShouldExitWith(0);
    }
}
