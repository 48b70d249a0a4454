using Microsoft.Extensions.Time.Testing;
using Syncline.Workspace.Connections;
using Syncline.Workspace.Planning;
using Syncline.Workspace.Projects;

namespace Syncline.Workspace.Tests.Projects;

public sealed class RecentProjectsTests
{
    [Fact]
    public void The_file_used_last_comes_first_once_and_files_that_are_gone_are_left_out()
    {
        using var user = new UserHome();
        var clock = new FakeTimeProvider();
        var recent = new RecentProjects(user.Workspace.Home, clock);
        recent.Files().ShouldBeEmpty();
        foreach (var name in new[] { "a", "b", "c", "a" })
        {
            recent.Note(user.Write($"{name}.syncline.yaml", "x"));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        File.Delete(user.FileAt("b.syncline.yaml"));
        recent.Files().Select(one => one.Path).ShouldBe([user.FileAt("a.syncline.yaml"), user.FileAt("c.syncline.yaml")]);
        recent.Files()[0].Used.ShouldBe(clock.GetUtcNow() - TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_list_that_can_not_be_written_stops_nobody()
    {
        using var user = new UserHome();
        var home = new SynclineHome(user.Write("a-file", "where the folder should be"));
        var recent = new RecentProjects(home, TimeProvider.System);
        recent.Note(user.Write("a.syncline.yaml", "x"));
        recent.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_project_that_was_planned_is_recent_and_its_connections_know_that_it_uses_them()
    {
        using var user = new UserHome();
        var path = await user.TwoFoldersAsync();
        var planned = await new ProjectPlanning(user.Workspace).PlanAsync(new PlanRequest { ProjectPath = path }, null, UserHome.Cancellation);
        user.Workspace.RecentProjects.Files().Single().Path.ShouldBe(path);
        File.SetAttributes(planned.Path, FileAttributes.Normal);
        File.Delete(planned.Path);
        (await new ConnectionUses(user.Workspace).FindAsync("CRM", folder: null, UserHome.Cancellation)).ShouldBe([path]);
    }
}
