namespace Syncline.Connections.Governing;

/// <summary>What a <see cref="WriteGovernor"/> has to keep to.</summary>
public sealed record WriteGovernorOptions
{
    /// <summary>Most requests that one user may have in flight where the system names no limit of its own.</summary>
    public const int MostInFlight = 52;

    /// <summary>Most requests in flight that the user wants; null lets the server's hint decide.</summary>
    public int? MaxParallelism { get; init; }

    /// <summary>Most requests in flight that the system lets one user have, over all runs. Default 52, Dataverse's service protection limit.</summary>
    public int MaxInFlight { get; init; } = MostInFlight;

    /// <summary>Most rows of a batch. Default 1,000.</summary>
    public int MaxBatch { get; init; } = 1000;

    /// <summary>Clock, also for waiting.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What is shared with other runs on this machine; null shares nothing. The governor disposes it.</summary>
    public MachineBudget? Budget { get; init; }
}
