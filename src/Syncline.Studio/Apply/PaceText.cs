using System.Globalization;
using Syncline.Connections.Governing;
using Syncline.Studio.Grid;
using Syncline.Sync.Applying;

namespace Syncline.Studio.Apply;

/// <summary>How fast a run is, what keeps it from being faster, and when it is done, in words.</summary>
internal static class PaceText
{
    /// <summary>What keeps it from being faster; a wait that the server asked for comes first.</summary>
    public static string LimitOf(ApplyProgress progress, DateTimeOffset now) => progress.WaitingUntil is { } until && until > now
        ? $"waiting until {Clock(until)}"
        : progress.Limit switch
        {
            WriteLimit.Source => "reading the plan",
            WriteLimit.Server => "the server",
            WriteLimit.Limit => "service protection",
            WriteLimit.Network => "the network",
            WriteLimit.Setting => "your setting",
            _ => "other runs here",
        };

    /// <summary>A sentence about that.</summary>
    public static string WhyOf(ApplyProgress progress, DateTimeOffset now) => progress.WaitingUntil is { } until && until > now
        ? "the server asked to slow down"
        : progress.Limit switch
        {
            WriteLimit.Source => "rows come slower than they could be sent",
            WriteLimit.Server => "more at once would make it slower",
            WriteLimit.Limit => "the server's limits leave no room for more",
            WriteLimit.Network => "answers got lost on the way",
            WriteLimit.Setting => "fewer requests at once were asked for",
            _ => "they use the same sign-in",
        };

    /// <summary>When it is done at the rate of now; null when that can't be said.</summary>
    public static DateTimeOffset? EndOf(ApplyProgress progress, DateTimeOffset now)
    {
        var left = LeftOf(progress);
        return progress.RowsPerSecond > 0 && left > 0 && left / progress.RowsPerSecond < TimeSpan.FromDays(30).TotalSeconds
            ? now.AddSeconds(left / progress.RowsPerSecond)
            : null;
    }

    /// <summary>Rows without an end.</summary>
    public static long LeftOf(ApplyProgress progress)
    {
        var total = progress.Add + progress.Update + progress.Delete;
        return total.Planned - total.Done - total.Failed - total.Conflicts;
    }

    /// <summary>The waits that the server asked for, e.g. <c>3 waits, 42 s</c>.</summary>
    public static string Of(WaitTally waits) => waits.Count == 0 ? "none" : $"{GridText.Count(waits.Count, "wait")}, {GridText.Time(waits.Sum)}";

    /// <summary>A time of day where the user is.</summary>
    public static string Clock(DateTimeOffset time) => time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
