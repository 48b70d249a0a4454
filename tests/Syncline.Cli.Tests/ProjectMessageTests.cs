namespace Syncline.Cli.Tests;

/// <summary>What a project file gets wrong about the world around it: the message says what, in which line, and what to do.</summary>
public sealed class ProjectMessageTests : IDisposable
{
    private readonly CommandHome user = new();

    public void Dispose() => user.Dispose();

    [Theory]
    [InlineData("source: { connection: fils, table: a.csv }", "p.syncline.yaml:1:23: There is no connection 'fils'.", "Did you mean 'files'?")]
    [InlineData("source: { connection: files, table: b.csv }", "p.syncline.yaml:1:37: There is no table 'b.csv'.", "Did you mean 'a.csv'?")]
    [InlineData("source: { connection: files }", "p.syncline.yaml:1:1: \"table\" is missing in source.", "Add it; docs/reference/project-file.md shows how.")]
    public async Task A_connection_or_table_that_is_not_there_is_shown_where_the_project_names_it(string source, string message, string advice)
    {
        user.Write("data/a.csv", "id,name\n1,Ada\n");
        (await user.RunAsync(["connection", "add", "files", "--connector", "csv", "--set", $"path={user.FileAt("data")}"])).ShouldExitWith(0);
        var project = user.Write("p.syncline.yaml", source + "\ntarget: { connection: files, table: a.csv }\nkey: [id]\ncolumns: { id: id, name: name }\n");

        foreach (var arguments in new string[][] { ["project", "check", project], ["plan", project] })
        {
            var error = (await user.RunAsync(arguments)).ShouldExitWith(1).Error;
            error.ShouldContain(message);
            error.ShouldContain(advice);
        }
    }

    [Fact]
    public async Task A_folder_is_no_project_file()
    {
        Directory.CreateDirectory(user.FileAt("p.syncline.yaml"));

        var error = (await user.RunAsync(["plan", user.FileAt("p.syncline.yaml")])).ShouldExitWith(1).Error;
        error.ShouldContain("p.syncline.yaml is a folder, not a project file.");
        error.ShouldContain("Name the file in it");
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_home_folder_is_named()
    {
        File.WriteAllText(user.Home, "");

        foreach (var arguments in new[] { "connection list", "runs list", "plan p.syncline.yaml" })
        {
            var error = (await user.RunAsync(arguments)).ShouldExitWith(1).Error;
            error.ShouldContain($"The home folder {user.Home} is a file. (WS1104)");
            error.ShouldContain("Name a folder with SYNCLINE_HOME");
        }
    }

    [Fact]
    public async Task An_export_that_can_not_be_written_names_its_own_file()
    {
        user.Write("data/a.csv", "id,name\n1,Ada\n");
        user.Write("data/b.csv", "id,name\n");
        (await user.RunAsync(["connection", "add", "files", "--connector", "csv", "--set", $"path={user.FileAt("data")}"])).ShouldExitWith(0);
        var project = user.Write("p.syncline.yaml", "source: { connection: files, table: a.csv }\ntarget: { connection: files, table: b.csv }\nkey: [id]\ncolumns: { id: id, name: name }\n");
        (await user.RunAsync(["plan", project, "--out", user.FileAt("p.plan")])).ShouldExitWith(0);
        var path = Path.Combine(project, "p.csv"); // a file is no folder

        var error = (await user.RunAsync(["plan", "export", user.FileAt("p.plan"), "--out", path])).ShouldExitWith(1).Error;

        error.ShouldContain($"{path} could not be written.");
        error.ShouldNotContain(".tmp");
    }

    [Fact]
    public async Task A_file_that_is_no_export_is_named()
    {
        var error = (await user.RunAsync(["connection", "import", user.Write("a.csv", "id\n1\n")])).ShouldExitWith(1).Error;

        error.ShouldContain("a.csv: This is not an export of connections");
        error.ShouldContain("syncline connection export");
    }

    [Fact]
    public async Task A_file_that_is_still_to_be_made_is_made_by_table_create_and_its_connection_knows_it()
    {
        user.Write("data/a.csv", "id,name\n1,Ada\n");
        (await user.RunAsync(["connection", "add", "files", "--connector", "csv", "--set", $"path={user.FileAt("data")}", "--set", "key=id", "--set", "columns=id:integer"])).ShouldExitWith(0);
        (await user.RunAsync(["connection", "add", "copy", "--connector", "json", "--set", $"path={user.FileAt("copy.json")}"])).ShouldExitWith(0);
        string[] create = ["table", "create", "copy", "copy.json", "--from", "files", "a.csv"];

        (await user.RunAsync([.. create, "--dry-run"])).ShouldExitWith(0).Out.ShouldContain("The connection copy would keep what the file is like, as its options columns and key.");
        File.Exists(user.FileAt("copy.json")).ShouldBeFalse();
        (await user.RunAsync([.. create, "--yes"])).ShouldExitWith(0).Out.ShouldContain("Made copy.json with 2 columns.");

        var shown = (await user.RunAsync("table show copy copy.json --json")).ShouldExitWith(0).Json.GetProperty("columns");
        shown.EnumerateArray().Select(column => $"{column.GetProperty("name").GetString()} {column.GetProperty("type").GetString()}").ShouldBe(["id integer", "name text"]);
    }
}
