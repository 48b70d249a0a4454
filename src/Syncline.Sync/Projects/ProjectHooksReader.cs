namespace Syncline.Sync.Projects;

/// <summary>Reads the <c>hooks</c> of a project file.</summary>
internal static class ProjectHooksReader
{
    private const decimal LongestSeconds = 86_400;

    /// <summary>Keys at the top of a file that are read here.</summary>
    public static readonly string[] Keys = ["hooks"];

    public static ProjectHooks Read(SectionReader top)
    {
        if (top.Section("hooks", required: false, "before-compare", "after-apply", "on-failure", "time-limit") is not { } section)
        {
            return new ProjectHooks();
        }

        var seconds = section.Number("time-limit");
        if (seconds is <= 0 or > LongestSeconds)
        {
            section.Wrong("time-limit", section.Node("time-limit")!, "a number of seconds from 1 to 86400");
            seconds = null;
        }

        return new ProjectHooks
        {
            BeforeCompare = section.Texts("before-compare"),
            AfterApply = section.Texts("after-apply"),
            OnFailure = section.Texts("on-failure"),
            TimeLimit = seconds is { } limit ? TimeSpan.FromSeconds((double)limit) : new ProjectHooks().TimeLimit,
        };
    }
}
