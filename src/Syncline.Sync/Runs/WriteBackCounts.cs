namespace Syncline.Sync.Runs;

/// <summary>Of how many added rows the source was told.</summary>
public sealed record WriteBackCounts
{
    /// <summary>Rows added to the target.</summary>
    public required long Added { get; init; }

    /// <summary>Those whose value stands in the source.</summary>
    public required long Done { get; init; }

    /// <summary>Those whose value the source refused.</summary>
    public required long Failed { get; init; }

    /// <summary>Those still to be told; resume does it.</summary>
    public long Pending => Added - Done - Failed;
}
