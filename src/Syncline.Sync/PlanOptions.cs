namespace Syncline.Sync;

/// <summary>How a plan is made.</summary>
public sealed record PlanOptions
{
    /// <summary>File to write; must not be there yet.</summary>
    public required string OutPath { get; init; }

    /// <summary>Folder for data that does not fit into memory; it is private and removed at the end. The system's temporary folder when null.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Memory in bytes that the compare may use before it spills to disk; a quarter of the machine's when null.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Threads that the compare may use; one per processor when null.</summary>
    public int? Threads { get; init; }

    /// <summary>Folder in which incremental projects keep what they read; null reads both sides whole.</summary>
    public string? MirrorFolder { get; init; }

    /// <summary>Reads both sides whole even where the project is incremental, and begins their mirrors anew.</summary>
    public bool ReadWhole { get; init; }

    /// <summary>Plans that will be applied before this one, in order.</summary>
    public IReadOnlyList<PendingPlan> Pending { get; init; } = [];

    /// <summary>Name of the source's connector, for the plan's header.</summary>
    public string SourceConnector { get; init; } = "";

    /// <summary>Name of the target's connector, for the plan's header.</summary>
    public string TargetConnector { get; init; } = "";

    /// <summary>Clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
