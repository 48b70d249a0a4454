using Syncline.Core.Errors;

namespace Syncline.Workspace.Tests;

public sealed class SynclineWorkspaceTests
{
    [Fact]
    public async Task A_relative_path_is_saved_as_absolute()
    {
        using var user = new UserHome();
        user.Write("exports/contacts.csv", "id\n1\n");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, user.FileAt("exports"));
        Path.IsPathRooted(relative).ShouldBeFalse();

        var saved = await user.SaveCsvAsync("files", relative);

        saved.Options["path"].ShouldBe(user.FileAt("exports"));
        (await user.Workspace.Library.FindAsync("files", UserHome.Cancellation)).Options["path"].ShouldBe(user.FileAt("exports"));
    }

    [Fact]
    public async Task Options_that_are_no_paths_are_saved_as_given()
    {
        using var user = new UserHome();

        var saved = await user.SaveCsvAsync("files", user.FileAt("later"), more: ("delimiter", "semicolon"));

        saved.Options["delimiter"].ShouldBe("semicolon");
    }

    [Theory]
    [InlineData("delimiter", "semikolon")]
    [InlineData("header", "maybe")]
    [InlineData("pfad", "exports")]
    [InlineData("path", " ")]
    public async Task Wrong_settings_are_refused_and_not_saved(string option, string value)
    {
        using var user = new UserHome();
        var settings = UserHome.Csv("files", option == "path" ? [(option, value)] : [("path", user.FileAt("exports")), (option, value)]);

        var error = (await Should.ThrowAsync<ConfigurationException>(async () => await user.Workspace.SaveAsync(settings, replace: false, UserHome.Cancellation))).Error;

        error.Option.ShouldBe(option);
        user.Workspace.Library.Contains("files").ShouldBeFalse();
    }

    [Fact]
    public async Task Wrong_settings_leave_the_connection_that_they_were_to_replace()
    {
        using var user = new UserHome();
        await user.SaveCsvAsync("files", user.FileAt("exports"));

        await Should.ThrowAsync<ConfigurationException>(() => user.SaveCsvAsync("files", user.FileAt("other"), replace: true, ("encoding", "utf-99")));

        (await user.Workspace.Library.FindAsync("files", UserHome.Cancellation)).Options["path"].ShouldBe(user.FileAt("exports"));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_replaced_only_when_asked_to()
    {
        using var user = new UserHome();
        await user.SaveCsvAsync("files", user.FileAt("one"));

        await Should.ThrowAsync<ConfigurationException>(() => user.SaveCsvAsync("files", user.FileAt("two")));
        await user.SaveCsvAsync("files", user.FileAt("three"), replace: true);

        (await user.Workspace.Library.FindAsync("files", UserHome.Cancellation)).Options["path"].ShouldBe(user.FileAt("three"));
    }

    [Fact]
    public void An_unknown_connector_is_told_with_the_nearest_name()
    {
        using var user = new UserHome();

        var error = Should.Throw<ConfigurationException>(() => user.Workspace.FindConnector("dynamics365")).Error;

        error.Advice.ShouldNotBeNull().ShouldContain("dynamics-365");
    }

    [Fact]
    public async Task A_saved_connection_is_opened_by_name()
    {
        using var user = new UserHome();
        user.Write("exports/contacts.csv", "id\n1\n");
        await user.SaveCsvAsync("files", user.FileAt("exports"));

        await using var connection = await user.Workspace.OpenAsync("files", UserHome.Cancellation);

        (await connection.DescribeTableAsync("contacts.csv", UserHome.Cancellation)).Columns.Select(column => column.Name).ShouldBe(["id"]);
    }
}
