using System.Globalization;

namespace Syncline.Sync.Applying;

/// <summary>Whether so many rows failed that the run has to stop. Safe for concurrent use.</summary>
/// <param name="most">Most rows that may fail; null for no limit.</param>
/// <param name="tally">The run's counts. A row that was added and not written back counts as failed.</param>
internal sealed class FailureLimit(long? most, RunTally tally)
{
    /// <summary>Why the run has to stop; null when it may go on.</summary>
    public string? Reason => most is { } limit && tally.Failed + tally.NotWrittenBack > limit
        ? string.Create(CultureInfo.InvariantCulture, $"More than {limit} rows failed{(tally.NotWrittenBack > 0 ? " or could not be written back" : "")}.")
        : null;
}
