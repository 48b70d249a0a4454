using Syncline.Core.Errors;
using Syncline.Workspace.Settings;

namespace Syncline.Workspace.Tests;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("syncline-settings-").FullName;

    private SettingsFile Settings => new(new SynclineHome(Path.Combine(folder, "home")));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_a_file_every_default_holds_and_what_is_saved_is_read()
    {
        (await Settings.ReadAsync(Token)).ShouldBe(new UserSettings());
        await Settings.SaveAsync(new UserSettings { MemoryLimitMegabytes = 2048 }, Token);
        (await Settings.ReadAsync(Token)).MemoryLimit.ShouldBe(2L << 30);
        await Settings.SaveAsync(new UserSettings(), Token);
        (await Settings.ReadAsync(Token)).MemoryLimit.ShouldBeNull();
        Directory.GetFiles(Path.GetDirectoryName(Settings.Path)!).ShouldBe([Settings.Path]);
    }

    [Theory]
    [InlineData("{", "WS1701")]
    [InlineData("{ \"memory\": 1 }", "WS1701")]
    [InlineData("{ \"memoryLimitMegabytes\": 20 }", "WS1702")]
    public async Task A_file_that_says_something_else_is_refused_and_the_path_is_told(string text, string id)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Settings.Path)!);
        await File.WriteAllTextAsync(Settings.Path, text, Token);
        (await Should.ThrowAsync<ConfigurationException>(async () => await Settings.ReadAsync(Token))).Error.Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_limit_that_is_too_small_is_not_saved()
    {
        (await Should.ThrowAsync<ConfigurationException>(async () => await Settings.SaveAsync(new UserSettings { MemoryLimitMegabytes = 255 }, Token))).Error.Id.ShouldBe("WS1702");
        File.Exists(Settings.Path).ShouldBeFalse();
    }
}
