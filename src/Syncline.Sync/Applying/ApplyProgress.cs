using Syncline.Connections.Governing;
using Syncline.Sync.Runs;

namespace Syncline.Sync.Applying;

/// <summary>How far a run is. A fresh value is reported when the run begins, after each batch, and when a paused run comes to rest.</summary>
public sealed record ApplyProgress
{
    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Rows to add.</summary>
    public required RunCounts Add { get; init; }

    /// <summary>Rows to update.</summary>
    public required RunCounts Update { get; init; }

    /// <summary>Rows to delete.</summary>
    public required RunCounts Delete { get; init; }

    /// <summary>Rows settled per second over the last minute, waits included: what is left divided by it is an honest finish time.</summary>
    public double RowsPerSecond { get; init; }

    /// <summary>Write requests in flight.</summary>
    public int InFlight { get; init; }

    /// <summary>The server asked to wait until then; null when it did not.</summary>
    public DateTimeOffset? WaitingUntil { get; init; }

    /// <summary>What keeps the run from going faster.</summary>
    public WriteLimit Limit { get; init; }
}
