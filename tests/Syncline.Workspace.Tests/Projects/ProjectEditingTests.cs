using Syncline.Core.Errors;
using Syncline.Workspace.Projects;

namespace Syncline.Workspace.Tests.Projects;

public sealed class ProjectEditingTests : IDisposable
{
    private const string Text = "source: { connection: crm, table: people.csv }\ntarget: { connection: contoso, table: contact }\nkey: [id]\ncolumns:\n  id: id\n";

    private static readonly Dictionary<string, string> None = [];

    private readonly UserHome user = new();

    public void Dispose() => user.Dispose();

    [Fact]
    public async Task A_project_is_opened_changed_and_saved_where_it_was()
    {
        var path = user.Write("home/projects/people.syncline.yaml", Text);
        var opened = await new ProjectEditing(user.Workspace).OpenAsync(path, None, UserHome.Cancellation);
        opened.WhyByHand.ShouldBeNull();

        await ProjectEditing.SaveAsync(opened.Draft.Mapped("name", "last_name"), "people", path, opened.Text, UserHome.Cancellation);
        File.ReadAllText(path).ShouldContain("  name: last_name\n");
        new ProjectFolders(user.Workspace.Home).Files().Single().Name.ShouldBe("people");
    }

    [Fact]
    public async Task A_file_that_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        var path = user.Write("home/projects/people.syncline.yaml", Text);
        var opened = await new ProjectEditing(user.Workspace).OpenAsync(path, None, UserHome.Cancellation);
        File.WriteAllText(path, Text + "duplicates: first\n");

        (await Should.ThrowAsync<ConfigurationException>(() => ProjectEditing.SaveAsync(opened.Draft, "people", path, opened.Text, UserHome.Cancellation))).Error.Id.ShouldBe("WS1404");
        (await Should.ThrowAsync<ConfigurationException>(() => ProjectEditing.SaveAsync(opened.Draft, "people", path, before: null, UserHome.Cancellation))).Error.Id.ShouldBe("WS1002");
        File.ReadAllText(path).ShouldEndWith("duplicates: first\n");
    }

    [Theory]
    [InlineData("# who made it\n", "comments")]
    [InlineData("source-filter: \"country = '${country}'\"\nparameters: { country: DE }\n", "parameters")]
    [InlineData("name: other\n", "says name")]
    [InlineData("\"name\": other\n", "says name")]
    [InlineData("hooks: { after-apply: notify }\n", "hooks")]
    [InlineData("\"hooks\": { after-apply: notify }\n", "hooks")]
    public async Task A_file_that_says_more_than_the_map_shows_is_changed_by_hand_only(string more, string why)
    {
        var path = user.Write("home/projects/people.syncline.yaml", Text + more);
        (await new ProjectEditing(user.Workspace).OpenAsync(path, None, UserHome.Cancellation)).WhyByHand.ShouldNotBeNull().ShouldContain(why);
    }

    [Fact]
    public async Task A_parameter_without_a_value_stands_for_itself_until_it_is_given_one()
    {
        var path = user.Write("home/projects/people.syncline.yaml", Text + "source-filter: \"country = '${country}' AND year = '${year}'\"\nparameters: { country: DE }\n");
        var editing = new ProjectEditing(user.Workspace);
        var opened = await editing.OpenAsync(path, None, UserHome.Cancellation);
        opened.Draft.SourceFilter.ShouldBe("country = 'DE' AND year = '${year}'");
        editing.WithoutValue(opened.Parameters, None).ShouldBe(["year"]);

        var given = new Dictionary<string, string> { ["year"] = "2026" };
        (await editing.OpenAsync(path, given, UserHome.Cancellation)).Draft.SourceFilter.ShouldBe("country = 'DE' AND year = '2026'");
        editing.Read(opened.Text, path, given).Draft.SourceFilter.ShouldBe("country = 'DE' AND year = '2026'");
        editing.WithoutValue(opened.Parameters, given).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../outside", "WS1403")]
    [InlineData("new", "WS1403")]
    [InlineData("", "WS1403")]
    public void A_name_that_leads_elsewhere_is_refused(string name, string id) =>
        Should.Throw<ConfigurationException>(() => new ProjectFolders(user.Workspace.Home).PathOf(name, null)).Error.Id.ShouldBe(id);

    [Fact]
    public void Only_folders_that_were_chosen_are_touched()
    {
        var folders = new ProjectFolders(user.Workspace.Home);
        var other = Directory.CreateDirectory(user.FileAt("sync")).FullName;
        Should.Throw<ConfigurationException>(() => folders.PathOf("people", other)).Error.Id.ShouldBe("WS1402");
        Should.Throw<ConfigurationException>(() => folders.Choose(user.FileAt("nowhere"))).Error.Id.ShouldBe("WS1401");
        folders.Choose(other);
        new ProjectFolders(user.Workspace.Home).PathOf("people", other).ShouldBe(Path.Combine(other, "people.syncline.yaml"));
    }
}
