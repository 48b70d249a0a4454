using Bunit;
using Syncline.Studio.Settings;

namespace Syncline.Studio.Tests.Settings;

public sealed class SettingsPageTests : StudioPageTest
{
    private static TimeSpan Patience => TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_memory_limit_is_saved_for_compares_of_the_command_line_as_well()
    {
        var page = Render<SettingsPage>();
        await page.InvokeAsync(() => page.Find("#memory-limit").InputAsync(new() { Value = "many" }));
        await page.InvokeAsync(() => Button(page, "Save").ClickAsync(new()));
        page.Find("#memory-limit-words").TextContent.ShouldBe("“many” is no whole number of megabytes.");
        await page.InvokeAsync(() => page.Find("#memory-limit").InputAsync(new() { Value = "100" }));
        await page.InvokeAsync(() => Button(page, "Save").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find("#memory-limit-words").TextContent.ShouldContain("256 MB or more"), Patience);
        await page.InvokeAsync(() => page.Find("#memory-limit").InputAsync(new() { Value = "1024" }));
        await page.InvokeAsync(() => Button(page, "Save").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find(".settings-line .ok").TextContent.ShouldBe("Saved"), Patience);
        (await Workspace.Settings.ReadAsync(Token)).MemoryLimit.ShouldBe(1L << 30);
        await page.InvokeAsync(() => page.Find("#memory-limit").InputAsync(new() { Value = "" }));
        await page.InvokeAsync(() => Button(page, "Save").ClickAsync(new()));
        await page.WaitForAssertionAsync(() => page.Find(".settings-line .ok").TextContent.ShouldBe("Saved"), Patience);
        (await Workspace.Settings.ReadAsync(Token)).MemoryLimit.ShouldBeNull();
    }

    [Fact]
    public async Task Folders_of_projects_are_added_and_taken_off_the_list()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Workspace.Home.Root, "team")).FullName;
        var page = Render<SettingsPage>();
        page.FindAll(".folder-list li").Count.ShouldBe(1);
        await page.InvokeAsync(() => page.Find("#new-folder").InputAsync(new() { Value = folder + "-nowhere" }));
        await page.InvokeAsync(() => Button(page, "Add").ClickAsync(new()));
        page.Find("[role=alert]").TextContent.ShouldContain("There is no folder");
        await page.InvokeAsync(() => page.Find("#new-folder").InputAsync(new() { Value = folder }));
        await page.InvokeAsync(() => Button(page, "Add").ClickAsync(new()));
        page.FindAll(".folder-list li").Count.ShouldBe(2);
        await page.InvokeAsync(() => page.Find(".folder-list button").ClickAsync(new()));
        page.FindAll(".folder-list li").Count.ShouldBe(1);
        Directory.Exists(folder).ShouldBeTrue();
    }

    [Fact]
    public async Task A_settings_file_that_can_not_be_read_is_told()
    {
        Directory.CreateDirectory(Workspace.Home.Root);
        await File.WriteAllTextAsync(Workspace.Settings.Path, "{", Token);
        var page = Render<SettingsPage>();
        await page.WaitForAssertionAsync(() => page.Find(".error-card").TextContent.ShouldContain("WS1701"), Patience);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SettingsPage> page, string words) =>
        page.FindAll("fluent-button").First(button => button.TextContent.Trim() == words);
}
