namespace Syncline.Sync.Staging;

/// <summary>How much a stage may use.</summary>
internal sealed record StageOptions
{
    /// <summary>Folder in which the stage makes a private folder of its own; the system's temporary folder when null.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Memory in bytes before it spills to disk; a quarter of the machine's when null.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Threads; one per processor when null.</summary>
    public int? Threads { get; init; }
}
