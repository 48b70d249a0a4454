using Syncline.Core.Connectors;
using Syncline.Core.Errors;
using Syncline.Core.Reading;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;
using Syncline.Sync.Plans;

namespace Syncline.Sync.Applying;

/// <summary>
/// Adds the options that a plan's rows need, before the first row is written. What is there already is left alone, so that a run that was interrupted can go on.
/// </summary>
internal static class OptionAdder
{
    /// <summary>Adds them; does nothing when there are none.</summary>
    /// <exception cref="GuardException">SY4025: somebody gave the number or the label to another option since the plan was made.</exception>
    /// <exception cref="SynclineException">The target refused one, or did not answer; nothing of the plan's rows was written.</exception>
    public static async ValueTask AddAsync(IReadOnlyList<PlanNewOption> options, IConnection target, ApplyOptions run, CancellationToken cancellationToken)
    {
        foreach (var table in options.GroupBy(option => option.Table, StringComparer.Ordinal))
        {
            for (var tries = 1; ; tries++)
            {
                if (await TryAddAsync(table.Key, [.. table], target, run, cancellationToken) is not { } error)
                {
                    break;
                }

                // A lost answer needs no care of its own: the next round looks at what is there.
                if (tries >= run.MaxAttempts || error.Recovery is not (Recovery.Retry or Recovery.Reconnect))
                {
                    throw SynclineException.Of(error);
                }

                await Task.Delay(error.RetryAfter ?? BatchSender.WaitAfter(tries), run.TimeProvider, cancellationToken);
            }
        }
    }

    private static async ValueTask<ErrorDetail?> TryAddAsync(string table, IReadOnlyList<PlanNewOption> options, IConnection target, ApplyOptions run, CancellationToken cancellationToken)
    {
        var schema = await target.DescribeTableAsync(table, cancellationToken);
        ColumnSchema[] columns = [schema.Find("choice")!, schema.Find("value")!, schema.Find("label")!];
        var there = await ReadAsync(table, columns, options, target, cancellationToken);
        var builder = new RowBatchBuilder(columns);
        var missing = 0;
        foreach (var option in options)
        {
            if (there.Find(other => other.Choice == option.Choice && (other.Value == option.Value || SameLabel(other.Label, option.Label))) is not { } found)
            {
                builder.AppendRow(option.Choice, (long)option.Value, option.Label);
                missing++;
            }
            else if (found.Value != option.Value || !SameLabel(found.Label, option.Label))
            {
                throw ApplyErrors.OptionTaken(option, found);
            }
        }

        if (missing == 0)
        {
            return null;
        }

        using var rows = builder.Build();
        var result = await target.Writer!.WriteAsync(new WriteBatch { Table = table, Kind = WriteKind.Insert, Rows = rows }, run.Abort);
        var failed = result.Outcomes.FirstOrDefault(outcome => outcome.Status != RowStatus.Done);
        return failed switch
        {
            null => null,
            { Status: RowStatus.Unknown } => failed.Error! with { Recovery = Recovery.Reconnect, RetryAfter = failed.Error!.RetryAfter ?? result.RetryAfter },
            _ => failed.Error! with { RetryAfter = failed.Error!.RetryAfter ?? result.RetryAfter },
        };
    }

    private static async ValueTask<List<PlanNewOption>> ReadAsync(string table, ColumnSchema[] columns, IReadOnlyList<PlanNewOption> options, IConnection target, CancellationToken cancellationToken)
    {
        var choices = options.Select(option => option.Choice).ToHashSet(StringComparer.Ordinal);
        var found = new List<PlanNewOption>();
        await foreach (var batch in target.ReadAsync(new ReadRequest { Table = table, Columns = [.. columns.Select(column => column.Name)] }, cancellationToken).WithCancellation(cancellationToken))
        {
            using (batch)
            {
                found.AddRange(Enumerable.Range(0, batch.RowCount)
                    .Where(row => !batch.IsNull(0, row) && choices.Contains(batch.GetText(0, row)) && !batch.IsNull(1, row))
                    .Select(row => new PlanNewOption
                    {
                        Table = table,
                        Choice = batch.GetText(0, row),
                        Value = (int)batch.GetInt64(1, row),
                        Label = batch.IsNull(2, row) ? "" : batch.GetText(2, row),
                    }));
            }
        }

        return found;
    }

    private static bool SameLabel(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);
}
