using Syncline.Core.Errors;
using Syncline.Core.Writing;

namespace Syncline.Sync.Tests.Connections;

/// <summary>Writes to a <see cref="MemoryConnection"/>, with failures on demand.</summary>
internal sealed class MemoryWriter(MemoryConnection connection) : IRowWriter
{
    /// <summary>
    /// Asked before each row; an outcome other than null is given instead of writing (<see cref="RowStatus.Failed"/>,
    /// <see cref="RowStatus.Conflict"/>, or <see cref="RowStatus.Unknown"/> for a request lost on its way).
    /// </summary>
    public Func<WriteBatch, int, RowOutcome?>? BeforeRow { get; set; }

    /// <summary>Asked after each row was written; an outcome other than null replaces Done (Unknown: written, but the answer was lost).</summary>
    public Func<WriteBatch, int, RowOutcome?>? AfterRow { get; set; }

    /// <summary>Called before each batch; may throw, wait or count.</summary>
    public Func<WriteBatch, CancellationToken, ValueTask>? BeforeBatch { get; set; }

    /// <summary>Every batch that arrived, in order.</summary>
    public List<WriteBatch> Batches { get; } = [];

    public async ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (Batches)
        {
            Batches.Add(batch);
        }

        if (BeforeBatch is not null)
        {
            await BeforeBatch(batch, cancellationToken);
        }

        var outcomes = new RowOutcome[batch.Rows.RowCount];
        for (var row = 0; row < outcomes.Length; row++)
        {
            outcomes[row] = BeforeRow?.Invoke(batch, row) ?? Write(batch, row);
            if (outcomes[row].Status == RowStatus.Done && AfterRow?.Invoke(batch, row) is { } replaced)
            {
                outcomes[row] = replaced;
            }
        }

        return new WriteResult { Outcomes = outcomes };
    }

    private static RowOutcome Failure(RowStatus status, string message) => new()
    {
        Status = status,
        Error = new ErrorDetail { Id = "ME0003", Phase = ErrorPhase.Write, Message = message, Recovery = Recovery.SkipRow },
    };

    private RowOutcome Write(WriteBatch batch, int row)
    {
        var table = connection[batch.Table];
        var cells = new List<(int Column, object? Value)>();
        for (var i = 0; i < batch.Rows.Columns.Count; i++)
        {
            var column = batch.Rows.Columns[i];
            if (column.CompanionOf is null && batch.IsSent(row, i)
                && (batch.Kind is WriteKind.Insert or WriteKind.Upsert || !batch.KeyColumns.Contains(column.Name, StringComparer.OrdinalIgnoreCase)))
            {
                cells.Add((MemoryTable.IndexIn(table.Schema, column.Name), batch.Rows.GetValue(i, row)));
            }
        }

        var existing = batch.KeyColumns.Count == 0
            ? PrimaryKeyOf(table, cells)
            : table.Find(batch.KeyColumns, [.. batch.KeyColumns.Select(name => batch.Rows.GetValue(batch.Rows.IndexOf(name), row))]);
        var expected = batch.ExpectedVersions?[row];
        if (expected is not null && batch.Kind is (WriteKind.Update or WriteKind.Delete) && existing?.VersionText != expected)
        {
            return Failure(RowStatus.Conflict, "The row changed since it was read.");
        }

        switch (batch.Kind)
        {
            case WriteKind.Insert when existing is not null:
                return Failure(RowStatus.Failed, "A row with this key is there already.");
            case WriteKind.Insert:
            case WriteKind.Upsert when existing is null:
                var values = new object?[table.Schema.Columns.Count];
                foreach (var (column, value) in cells)
                {
                    values[column] = value;
                }

                return Done(table, table.Insert(values), inserted: true);
            case WriteKind.Update when existing is null:
                return Failure(RowStatus.Failed, "There is no such row.");
            case WriteKind.Update:
            case WriteKind.Upsert:
                table.Update(existing, cells);
                return Done(table, existing, inserted: false);
            case WriteKind.Delete:
                if (existing is not null)
                {
                    table.Remove(existing);
                }

                return RowOutcome.Done;
            default:
                throw new ArgumentOutOfRangeException(nameof(batch));
        }
    }

    private static RowOutcome Done(MemoryTable table, MemoryRow row, bool inserted) => new()
    {
        Status = RowStatus.Done,
        Inserted = inserted,
        Id = table.Schema.PrimaryKey is { Columns: [var key] } ? Convert.ToString(table.Value(row, key), System.Globalization.CultureInfo.InvariantCulture) : null,
    };

    private static MemoryRow? PrimaryKeyOf(MemoryTable table, List<(int Column, object? Value)> cells)
    {
        if (table.Schema.PrimaryKey is not { } primary)
        {
            return null;
        }

        object?[] key = [.. primary.Columns.Select(name => cells.Find(cell => cell.Column == MemoryTable.IndexIn(table.Schema, name)).Value)];
        return key.Contains(null) ? null : table.Find(primary.Columns, key);
    }
}
