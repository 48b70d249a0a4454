using Syncline.Sync.Plans;
using Syncline.Workspace.Values;

namespace Syncline.Workspace.Exports;

/// <summary>Changes as CSV: <c>action</c>, <c>id</c>, then <c>before.COLUMN</c> and <c>after.COLUMN</c> for each column of the plan.</summary>
public static class PlanCsv
{
    /// <summary>Writes a head line and one line per change, as they come.</summary>
    public static async Task WriteAsync(TextWriter writer, IReadOnlyList<PlanColumn> columns, IAsyncEnumerable<PlannedChange> changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(columns);
        string[] head = ["action", "id", .. columns.Select(column => "before." + column.Name), .. columns.Select(column => "after." + column.Name)];
        await writer.WriteLineAsync(CsvLine.Of(head));
        var none = new object?[columns.Count];
        await foreach (var change in changes.WithCancellation(cancellationToken))
        {
            string?[] cells =
            [
                change.Action.ToString().ToLowerInvariant(), change.RowId,
                .. (change.Before ?? none).Select(InvariantText.Of), .. (change.After ?? none).Select(InvariantText.Of),
            ];
            await writer.WriteLineAsync(CsvLine.Of(cells));
        }
    }
}
