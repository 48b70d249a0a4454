using Syncline.Connections.Governing;
using Syncline.Core.Connectors;

namespace Syncline.Sync.Applying;

/// <summary>How a plan is carried out.</summary>
public sealed record ApplyOptions
{
    /// <summary>Most write requests that one user may have in flight on Dataverse; nothing goes beyond it.</summary>
    public const int MostParallelism = WriteGovernorOptions.MostInFlight;

    /// <summary>Folder that holds one folder per run.</summary>
    public required string RunsFolder { get; init; }

    /// <summary>Folder through which runs of this machine share what one user may have in flight; null shares nothing.</summary>
    public string? BudgetsFolder { get; init; }

    /// <summary>Most write requests in flight, 1 to <see cref="MostParallelism"/>; null lets the server's hint decide.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>The run stops when more rows than this have failed, or were added and could not be written back; null for no limit.</summary>
    public long? MaxFailures { get; init; }

    /// <summary>What to do with rows that changed since the plan.</summary>
    public ConflictAction OnConflict { get; init; } = ConflictAction.Skip;

    /// <summary>How often a row is sent when the server asks for it again or its answer is lost. Default 6.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>On resume: sends the rows again that failed before.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Digest that somebody approved; a plan with another one is refused. Null asks for no approval.</summary>
    public string? ApprovedDigest { get; init; }

    /// <summary>Connection of the plan's source; needed by plans that write back to it (<see cref="Plans.PlanHeader.WritesToSource"/>), else not used.</summary>
    public IConnection? Source { get; init; }

    /// <summary>Holds the run up while it is paused; null for a run that nobody pauses.</summary>
    public ApplyPause? Pause { get; init; }

    /// <summary>Clock, also for waiting.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Ends requests in flight (a second Ctrl-C). Their rows are then unknown, which resume settles. The token given to the call itself
    /// lets requests in flight come to their end.
    /// </summary>
    public CancellationToken Abort { get; init; }
}
