namespace Syncline.Sync.Projects;

/// <summary>
/// Commands that an unattended run starts: a program and its arguments, never a line for a shell. Each gets the run's summary as JSON on its
/// standard input. A project file with hooks is run only where the caller allows it, so that opening a file from elsewhere starts nothing.
/// </summary>
public sealed record ProjectHooks
{
    /// <summary>Before either side is read; when it fails, nothing is compared.</summary>
    public IReadOnlyList<string> BeforeCompare { get; init; } = [];

    /// <summary>After the changes were written, or when there were none.</summary>
    public IReadOnlyList<string> AfterApply { get; init; } = [];

    /// <summary>After anything went wrong: an error, a broken guard, failed rows.</summary>
    public IReadOnlyList<string> OnFailure { get; init; } = [];

    /// <summary>How long each may take. Default five minutes.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether there is any.</summary>
    public bool Any => BeforeCompare.Count + AfterApply.Count + OnFailure.Count > 0;
}
