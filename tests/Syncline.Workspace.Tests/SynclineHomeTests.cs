namespace Syncline.Workspace.Tests;

public sealed class SynclineHomeTests
{
    private static readonly string Somewhere = Path.Combine(Path.GetTempPath(), "somewhere");

    [Fact]
    public void SYNCLINE_HOME_names_the_folder() =>
        Find(("SYNCLINE_HOME", Somewhere), ("XDG_DATA_HOME", Path.GetTempPath())).ShouldBe(Somewhere);

    [Fact]
    public void A_relative_SYNCLINE_HOME_is_made_absolute() =>
        Find(("SYNCLINE_HOME", "my-home")).ShouldBe(Path.Combine(Environment.CurrentDirectory, "my-home"));

    [Fact]
    public void An_empty_SYNCLINE_HOME_counts_as_none() =>
        Find(("SYNCLINE_HOME", ""), ("HOME", Somewhere)).ShouldBe(Find(("HOME", Somewhere)));

    [Fact]
    public void Without_it_the_folder_is_the_platforms_per_user_data_folder() =>
        Find(("HOME", Somewhere)).ShouldBe(PlatformFolder(Somewhere));

    [Fact]
    public void On_Linux_XDG_DATA_HOME_counts_when_it_is_absolute()
    {
        var elsewhere = Path.Combine(Path.GetTempPath(), "elsewhere");
        var isUsed = !OperatingSystem.IsWindows() && !OperatingSystem.IsMacOS();

        Find(("HOME", Somewhere), ("XDG_DATA_HOME", elsewhere)).ShouldBe(isUsed ? Path.Combine(elsewhere, "syncline") : PlatformFolder(Somewhere));
        Find(("HOME", Somewhere), ("XDG_DATA_HOME", "relative")).ShouldBe(PlatformFolder(Somewhere));
        Find(("HOME", Somewhere), ("XDG_DATA_HOME", "")).ShouldBe(PlatformFolder(Somewhere));
    }

    [Fact]
    public void Without_any_variable_the_folder_is_still_absolute_and_has_a_name_of_its_own()
    {
        var folder = Find();

        Path.IsPathFullyQualified(folder).ShouldBeTrue();
        Path.GetFileName(folder).ShouldBe("syncline", StringCompareShould.IgnoreCase);
    }

    [Fact]
    public void Every_folder_of_the_home_is_inside_it_and_another_one()
    {
        var home = new SynclineHome(Somewhere);
        string[] folders = [home.Library, home.Plans, home.Runs, home.Work, home.Logs];

        folders.ShouldAllBe(folder => Path.GetDirectoryName(folder) == Somewhere);
        folders.ShouldBeUnique();
    }

    private static string PlatformFolder(string home) => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "Syncline")
        : OperatingSystem.IsMacOS()
            ? Path.Combine(home, "Library", "Application Support", "Syncline")
            : Path.Combine(home, ".local", "share", "syncline");

    private static string Find(params (string Name, string Value)[] environment) =>
        SynclineHome.Find(name => environment.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault()).Root;
}
