using Syncline.Core.Errors;
using Syncline.Sync.Applying;
using Syncline.Sync.Runs;
using Syncline.Workspace.Planning;

namespace Syncline.Workspace.Running;

/// <summary>Something that happened in an unattended run, for logs.</summary>
public sealed record RunEvent
{
    /// <summary>What: <c>project-started</c>, <c>planned</c>, <c>applying</c>, <c>applied</c>, <c>hook</c>, <c>error</c>, <c>project-ended</c>.</summary>
    public required string Name { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the project, or its file.</summary>
    public required string Project { get; init; }

    /// <summary>The plan, when it is about one.</summary>
    public PlannedProject? Plan { get; init; }

    /// <summary>How far the apply is, when it is about that.</summary>
    public ApplyProgress? Progress { get; init; }

    /// <summary>The run, when it is about one.</summary>
    public RunSummary? Run { get; init; }

    /// <summary>The hook, when it is about one.</summary>
    public HookResult? Hook { get; init; }

    /// <summary>The error, when it is about one.</summary>
    public ErrorDetail? Error { get; init; }

    /// <summary>How the project ended, when it is about that.</summary>
    public ProjectRunState? State { get; init; }
}
