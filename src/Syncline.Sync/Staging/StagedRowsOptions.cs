namespace Syncline.Sync.Staging;

/// <summary>How much <see cref="StagedRows"/> may use.</summary>
public sealed record StagedRowsOptions
{
    /// <summary>Folder in which a private folder is made; the system's temporary folder when null.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Memory in bytes before rows spill to disk. Default 512 MiB.</summary>
    public long MemoryLimit { get; init; } = 512L << 20;

    /// <summary>Most rows that are kept; what comes after them is not read. Default 2,000,000.</summary>
    public int MostRows { get; init; } = 2_000_000;
}
