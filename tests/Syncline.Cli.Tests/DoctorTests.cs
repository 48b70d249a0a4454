using System.Text.Json;

namespace Syncline.Cli.Tests;

/// <summary>What the doctor finds, and what it says to do.</summary>
public sealed class DoctorTests
{
    [Fact]
    public async Task A_new_home_is_well()
    {
        using var user = new CommandHome();
        var result = (await user.RunAsync("doctor --json")).ShouldExitWith(0).Json;
        result.GetProperty("ok").GetBoolean().ShouldBeTrue();
        Checks(result).Select(check => check.GetProperty("name").GetString()).ShouldBe(["runtime", "home folder", "disk space", "secrets", "library"]);
        Directory.EnumerateFileSystemEntries(user.Home).ShouldBeEmpty("the doctor leaves nothing behind");
    }

    [Fact]
    public async Task Each_connection_is_tried_and_each_problem_says_what_to_do()
    {
        await using var site = await SandboxSite.StartAsync();
        var user = site.User;
        (await user.RunAsync("doctor")).ShouldExitWith(0).Out.ShouldContain("Contoso, as Ada Winter");

        await site.AddConnectionAsync("fresh");
        Directory.CreateDirectory(user.FileAt("data"));
        (await user.RunAsync(["connection", "add", "broken", "--connector", "csv", "--set", $"path={user.FileAt("data")}"])).ShouldExitWith(0);
        user.Write("home/library/broken.connection.json", "{");

        var result = (await user.RunAsync("doctor --json")).ShouldExitWith(1).Json;
        result.GetProperty("ok").GetBoolean().ShouldBeFalse();
        var wrong = Checks(result).Where(check => !check.GetProperty("ok").GetBoolean()).ToDictionary(check => check.GetProperty("name").GetString()!);
        wrong.Keys.ShouldBe(["broken", "fresh"], ignoreOrder: true);
        wrong["broken"].GetProperty("area").GetString().ShouldBe("library");
        wrong["fresh"].GetProperty("area").GetString().ShouldBe("connection");
        wrong["fresh"].GetProperty("advice").GetString()!.ShouldContain("syncline connection authorize fresh");

        var text = (await user.RunAsync("doctor")).ShouldExitWith(1).Out;
        text.ShouldContain("ok contoso");
        text.ShouldContain("2 problems");
    }

    [Fact]
    public async Task A_home_that_can_not_be_written_is_named()
    {
        using var user = new CommandHome();
        user.Write("home", "a file where the folder should be");
        var result = (await user.RunAsync("doctor --json")).ShouldExitWith(1).Json;
        var home = Checks(result).Single(check => check.GetProperty("name").GetString() == "home folder");
        home.GetProperty("error").GetString().ShouldBe("WS1101");
        home.GetProperty("advice").GetString()!.ShouldContain("SYNCLINE_HOME");
    }

    private static List<JsonElement> Checks(JsonElement document) => [.. document.GetProperty("checks").EnumerateArray()];
}
