using System.Diagnostics;
using System.Globalization;
using Syncline.Connections.Governing;
using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Writing;

namespace Syncline.Bench.Dataverse;

/// <summary>
/// Writes rows as a run does, through one lane per user and their governors, against a site that limits each user, and tells what share of the
/// most that the limits allow was reached.
/// </summary>
internal static class GovernedWrite
{
    /// <param name="connections">One connection per user.</param>
    /// <param name="rows">Rows to write.</param>
    /// <param name="perRow">What the site takes for a row.</param>
    /// <param name="executionPerSecond">Seconds of execution that the site allows one user per second, over a long time.</param>
    public static async Task RunAsync(IReadOnlyList<IConnection> connections, int rows, TimeSpan perRow, double executionPerSecond)
    {
        using var pool = new WritePool([.. connections.Select(connection => new WriteLane(connection.Writer!, new WriteGovernor(new WriteGovernorOptions())))]);
        var schema = await connections[0].DescribeTableAsync("account", default);
        var throttles = 0;
        var watch = Stopwatch.StartNew();
        var pending = new Queue<(int First, int Count)>();
        var inFlight = new List<Task>();
        for (var next = 0; next < rows || pending.Count > 0 || inFlight.Count > 0;)
        {
            var lane = next < rows || pending.Count > 0 ? await pool.EnterAsync(default) : null;
            (int First, int Count) part;
            lock (pending)
            {
                if (!pending.TryDequeue(out part) && next < rows)
                {
                    part = (next, Math.Min(pool.BatchSizeFor(rows - next), rows - next));
                    next += part.Count;
                }
            }

            if (lane is null || part.Count == 0)
            {
                lane?.Governor.Leave();
                await Task.WhenAny(inFlight);
            }
            else
            {
                inFlight.Add(SendAsync(lane, part));
            }

            inFlight.RemoveAll(task => task.IsCompletedSuccessfully);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        var most = executionPerSecond / perRow.TotalSeconds * connections.Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{connections.Count} user(s): {rows:N0} rows in {seconds:N1} s, {rows / seconds:N1} rows/s, {rows / seconds / most:P1} of the {most:N1} rows/s that the limits allow, {throttles} answers 429"));

        async Task SendAsync(WriteLane lane, (int First, int Count) part)
        {
            var builder = new RowBatchBuilder([schema.Find("name")!, schema.Find("numberofemployees")!]);
            for (var row = 0; row < part.Count; row++)
            {
                builder.AppendRow(string.Create(CultureInfo.InvariantCulture, $"Bench {part.First + row}"), (long)row);
            }

            using var batch = builder.Build();
            var start = Stopwatch.GetTimestamp();
            var result = await lane.Writer.WriteAsync(new WriteBatch { Table = "account", Kind = WriteKind.Insert, Rows = batch }, default);
            lane.Governor.Learn(result, Stopwatch.GetElapsedTime(start));
            lane.Governor.Leave();
            if (result.Outcomes.All(outcome => outcome.Status == RowStatus.Done))
            {
                return;
            }

            if (result.RetryAfter is null || result.Outcomes.Any(outcome => outcome.Error?.Recovery != Recovery.Retry))
            {
                throw new InvalidOperationException(result.Outcomes.First(outcome => outcome.Error is not null).Error!.Message);
            }

            lock (pending)
            {
                throttles++;
                pending.Enqueue(part);
            }
        }
    }
}
