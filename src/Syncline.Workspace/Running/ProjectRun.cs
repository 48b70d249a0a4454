using Syncline.Core.Errors;
using Syncline.Sync.Runs;
using Syncline.Workspace.Planning;

namespace Syncline.Workspace.Running;

/// <summary>What became of one project file in an unattended run.</summary>
public sealed record ProjectRun
{
    /// <summary>The file as it was given.</summary>
    public required string File { get; init; }

    /// <summary>Name of the project; the file when it could not be read.</summary>
    public required string Project { get; init; }

    /// <summary>How it ended.</summary>
    public required ProjectRunState State { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>Plans that were made, in order.</summary>
    public IReadOnlyList<PlannedProject> Plans { get; init; } = [];

    /// <summary>Runs that were made of them.</summary>
    public IReadOnlyList<RunSummary> Runs { get; init; } = [];

    /// <summary>Why it failed or was stopped; null when it did not.</summary>
    public ErrorDetail? Error { get; init; }

    /// <summary>Hooks that were started.</summary>
    public IReadOnlyList<HookResult> Hooks { get; init; } = [];

    /// <summary>How often the server asked to wait.</summary>
    public int Waits { get; init; }

    /// <summary>Whether nothing went wrong.</summary>
    public bool IsGood => State is ProjectRunState.Finished or ProjectRunState.NothingToDo && Error is null;
}
