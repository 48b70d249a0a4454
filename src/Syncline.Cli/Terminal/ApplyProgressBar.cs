using Syncline.Connections.Governing;
using Syncline.Sync.Applying;

namespace Syncline.Cli.Terminal;

/// <summary>Progress of an apply: a bar with rows, rate, finish time and what it waits for; only on a terminal.</summary>
internal sealed class ApplyProgressBar(Output output, long changes) : IProgress<ApplyProgress>, IAsyncDisposable
{
    private const int Width = 30;

    private readonly ProgressLine line = new(output);

    /// <inheritdoc/>
    public void Report(ApplyProgress value)
    {
        var total = value.Add + value.Update + value.Delete;
        var settled = total.Done + total.Failed + total.Conflicts;
        var share = changes == 0 ? 1 : Math.Min(1.0, (double)settled / changes);
        var filled = (int)(share * Width);
        var bar = new string('█', filled) + new string('░', Width - filled);
        var rest = value.RowsPerSecond > 0 && settled < changes ? $", {Time((changes - settled) / value.RowsPerSecond)} left" : string.Empty;
        var failed = total.Failed + total.Conflicts > 0 ? $", {Signs.Number(total.Failed + total.Conflicts)} failed" : string.Empty;
        var waits = value.WaitingUntil is not null ? ", the server asked to wait" : Reason(value.Limit);
        line.Show($"{bar} {Signs.Number(settled)} of {Signs.Number(changes)} rows, {value.RowsPerSecond:N0} rows/s{rest}{failed}{waits}");
    }

    /// <summary>Takes the bar away.</summary>
    public void Clear() => line.Clear();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Clear();
        return ValueTask.CompletedTask;
    }

    private static string Reason(WriteLimit limit) => limit switch
    {
        WriteLimit.Source => ", limited by reading the plan",
        WriteLimit.Server => ", limited by the server",
        WriteLimit.Limit => ", limited by the server's service protection",
        WriteLimit.Network => ", limited by the network",
        WriteLimit.Setting => ", limited by --max-parallelism",
        WriteLimit.OtherRuns => ", shared with other runs",
        _ => string.Empty,
    };

    private static string Time(double seconds) => seconds < 90 ? $"{Math.Ceiling(seconds):0} s" : $"{Math.Ceiling(seconds / 60):0} min";
}
