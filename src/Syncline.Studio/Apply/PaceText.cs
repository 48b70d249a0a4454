using Syncline.Connections.Governing;
using Syncline.Studio.Grid;
using Syncline.Sync.Applying;

namespace Syncline.Studio.Apply;

/// <summary>How fast a run is, what keeps it from being faster, and how long it still takes.</summary>
internal static class PaceText
{
    /// <summary>E.g. <c>412 rows/s, limited by the server, about 3 min left</c>.</summary>
    public static string Of(ApplyProgress progress, TimeProvider timeProvider)
    {
        var total = progress.Add + progress.Update + progress.Delete;
        var left = total.Planned - total.Done - total.Failed - total.Conflicts;
        List<string> words = [];
        if (progress.RowsPerSecond >= 1)
        {
            words.Add($"{GridText.Number((long)progress.RowsPerSecond)} rows/s");
        }

        words.Add(progress.WaitingUntil is { } until && until > timeProvider.GetUtcNow()
            ? $"the server asked to wait until {until.ToLocalTime():HH:mm:ss}"
            : Of(progress.Limit));
        if (progress.RowsPerSecond >= 1 && left > 0)
        {
            words.Add($"about {GridText.Time(TimeSpan.FromSeconds(left / progress.RowsPerSecond))} left");
        }

        return string.Join(", ", words);
    }

    private static string Of(WriteLimit limit) => limit switch
    {
        WriteLimit.Source => "limited by reading the plan",
        WriteLimit.Server => "limited by the server",
        WriteLimit.Limit => "limited by the server's service protection",
        WriteLimit.Network => "limited by the network",
        WriteLimit.Setting => "limited by the wish for fewer requests at once",
        _ => "shared with other runs of this computer",
    };
}
