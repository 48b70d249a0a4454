using Syncline.Sync.Applying;

namespace Syncline.Workspace.Applying;

/// <summary>What a person or a script may choose about an apply.</summary>
public sealed record ApplyChoices
{
    /// <summary>The run stops when more rows than this have failed, or were added and could not be written back; null for no limit.</summary>
    public long? MaxFailures { get; init; }

    /// <summary>Most write requests in flight; null lets the server's hint decide.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>What to do with rows that changed since the plan.</summary>
    public ConflictAction OnConflict { get; init; } = ConflictAction.Skip;

    /// <summary>On resume: sends the rows again that failed before.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Holds the run up while it is paused; null for a run that nobody pauses.</summary>
    public ApplyPause? Pause { get; init; }

    /// <summary>Digest that somebody approved; a plan with another one is refused.</summary>
    public string? ApprovedDigest { get; init; }
}
