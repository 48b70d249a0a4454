using Syncline.Core.Errors;
using Syncline.Sync.Plans;
using Syncline.Workspace.Planning;

namespace Syncline.Workspace.Tests.Planning;

/// <summary>Two CSV folders can be compared by key, though neither can be written to: such a plan only can't be applied.</summary>
public sealed class ProjectPlanningTests
{
    private static readonly Dictionary<string, string> NoParameters = new(StringComparer.Ordinal);

    [Fact]
    public async Task A_connection_that_is_used_without_being_saved_is_compared_like_a_saved_one()
    {
        using var user = new UserHome();
        var path = await user.TwoFoldersAsync();
        await user.Workspace.Library.RemoveAsync("copy", UserHome.Cancellation);
        using var unsaved = user.Workspace.Begin(UserHome.Csv("entered", ("path", user.FileAt("copy"))));
        user.Workspace.Unsaved.Keep("copy", unsaved);

        var planned = await new ProjectPlanning(user.Workspace).PlanAsync(new PlanRequest { ProjectPath = path }, null, UserHome.Cancellation);

        planned.Header.Target.Connection.ShouldBe("copy");
        planned.Header.Counts.Changes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_project_that_fits_its_tables_passes_the_check()
    {
        using var user = new UserHome();
        var path = await user.TwoFoldersAsync();

        var project = await new ProjectPlanning(user.Workspace).CheckAsync(path, NoParameters, UserHome.Cancellation);

        (project.Name, project.Source.Connection, project.Target.Table).ShouldBe(("people", "crm", "people.csv"));
    }

    [Fact]
    public async Task A_plan_is_written_where_asked_and_says_what_differs()
    {
        using var user = new UserHome();
        var request = new PlanRequest { ProjectPath = await user.TwoFoldersAsync(), OutPath = user.FileAt("out/people.plan") };

        var planned = await new ProjectPlanning(user.Workspace).PlanAsync(request, null, UserHome.Cancellation);

        planned.Path.ShouldBe(user.FileAt("out/people.plan"));
        (planned.Header.Counts.Add, planned.Header.Counts.Update, planned.Header.Counts.Delete, planned.Header.Counts.Same).ShouldBe((1, 0, 0, 2));
        (planned.Header.Source.Connector, planned.Header.Target.Connection).ShouldBe(("csv", "copy"));
        await using var plan = await PlanFile.OpenAsync(planned.Path, UserHome.Cancellation);
        plan.Header.Digest.ShouldBe(planned.Header.Digest);
    }

    [Fact]
    public async Task A_plan_without_a_path_goes_to_the_plans_folder_under_a_name_of_its_own()
    {
        using var user = new UserHome();
        var request = new PlanRequest { ProjectPath = await user.TwoFoldersAsync() };
        var planning = new ProjectPlanning(user.Workspace);

        var first = await planning.PlanAsync(request, null, UserHome.Cancellation);
        var second = await planning.PlanAsync(request, null, UserHome.Cancellation);

        Path.GetDirectoryName(first.Path).ShouldBe(user.Workspace.Home.Plans);
        Path.GetFileName(first.Path).ShouldStartWith("people-");
        second.Path.ShouldNotBe(first.Path);
    }

    [Fact]
    public async Task Planning_changes_neither_side_and_leaves_no_scratch_behind()
    {
        using var user = new UserHome();
        var request = new PlanRequest { ProjectPath = await user.TwoFoldersAsync() };
        var before = File.ReadAllText(user.FileAt("copy/people.csv"));

        await new ProjectPlanning(user.Workspace).PlanAsync(request, null, UserHome.Cancellation);

        File.ReadAllText(user.FileAt("copy/people.csv")).ShouldBe(before);
        Directory.GetFiles(user.FileAt("copy")).Length.ShouldBe(1);
        (Directory.Exists(user.Workspace.Home.Work) ? Directory.GetFileSystemEntries(user.Workspace.Home.Work) : []).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_that_is_not_saved_is_told_with_the_nearest_name()
    {
        using var user = new UserHome();
        var path = await user.TwoFoldersAsync();
        File.WriteAllText(path, File.ReadAllText(path).Replace("connection: copy", "connection: cpoy", StringComparison.Ordinal));

        var error = (await Should.ThrowAsync<ConfigurationException>(() => new ProjectPlanning(user.Workspace).CheckAsync(path, NoParameters, UserHome.Cancellation))).Error;

        error.Message.ShouldContain("cpoy");
        error.Advice.ShouldNotBeNull().ShouldContain("copy");
    }

    [Fact]
    public async Task A_column_that_the_source_lacks_is_found_by_the_check_and_makes_no_plan()
    {
        using var user = new UserHome();
        var path = await user.TwoFoldersAsync();
        File.WriteAllText(path, File.ReadAllText(path).Replace("number: id", "number: idd", StringComparison.Ordinal));
        var planning = new ProjectPlanning(user.Workspace);

        var error = (await Should.ThrowAsync<SynclineException>(() => planning.CheckAsync(path, NoParameters, UserHome.Cancellation))).Error;
        await Should.ThrowAsync<SynclineException>(() => planning.PlanAsync(new() { ProjectPath = path, OutPath = user.FileAt("no.plan") }, null, UserHome.Cancellation));

        error.Message.ShouldContain("idd");
        error.Advice.ShouldNotBeNull().ShouldContain("mean 'id'?");
        File.Exists(user.FileAt("no.plan")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_column_that_can_not_be_written_is_refused_by_name_and_makes_no_plan()
    {
        using var user = new UserHome();
        var path = await user.TwoFoldersAsync("  town: city");
        var planning = new ProjectPlanning(user.Workspace);

        var error = (await Should.ThrowAsync<ConfigurationException>(
            () => planning.PlanAsync(new() { ProjectPath = path, OutPath = user.FileAt("no.plan") }, null, UserHome.Cancellation))).Error;

        (error.Id, error.Column).ShouldBe(("SY1103", "town"));
        error.Message.ShouldContain("people.csv");
        File.Exists(user.FileAt("no.plan")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_proposed_project_names_both_tables()
    {
        using var user = new UserHome();
        user.Write("one/a.csv", "id,name\n1,x\n");
        user.Write("two/b.csv", "id,name\n1,x\n");
        await user.SaveCsvAsync("one", user.FileAt("one"));
        await user.SaveCsvAsync("two", user.FileAt("two"));
        var planning = new ProjectPlanning(user.Workspace);

        var text = await planning.ProposeAsync("one", "a.csv", "two", "b.csv", UserHome.Cancellation);

        text.ShouldContain("table: a.csv");
        text.ShouldContain("table: b.csv");
    }
}
