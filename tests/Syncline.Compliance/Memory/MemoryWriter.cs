using Syncline.Core.Writing;

namespace Syncline.Compliance.Memory;

/// <summary>Writes row by row; each row is written as a whole or not at all.</summary>
internal sealed class MemoryWriter(MemoryStore store, KeyMatch match) : IRowWriter
{
    public ValueTask<WriteResult> WriteAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var table = store.Find(batch.Table);
        int[] columns = [.. batch.Rows.Columns.Select(column => table.IndexOf(column.Name))];
        return ValueTask.FromResult(new WriteResult
        {
            Outcomes = [.. Enumerable.Range(0, batch.Rows.RowCount).Select(row => Write(table, batch, columns, row))],
        });
    }

    private RowOutcome Write(MemoryTable table, WriteBatch batch, int[] columns, int row)
    {
        // An insert finds the row that must not be there by the primary key, whatever the batch calls its key.
        var keyColumns = batch.Kind == WriteKind.Insert ? table.Schema.PrimaryKey!.Columns : batch.KeyColumns;
        object?[] key = [.. keyColumns.Select(name => batch.Rows.IndexOf(name) is >= 0 and var index ? batch.Rows.GetValue(index, row) : null)];
        if (key.Length == 0 || key.Contains(null))
        {
            return MemoryErrors.KeyMissing();
        }

        int[] keyIndexes = [.. keyColumns.Select(table.IndexOf)];
        return table.Change<RowOutcome>(
            candidate => match.IsSame(key, keyIndexes.Select(index => candidate.Values[index])),
            existing =>
            {
                var before = existing?.Values;
                var refused = Refusal(batch, row, existing);
                if (refused is not null)
                {
                    return (before, refused);
                }

                if (batch.Kind == WriteKind.Delete)
                {
                    return (null, RowOutcome.Done);
                }

                var after = before is null ? new object?[table.Schema.Columns.Count] : [.. before];
                if (Fill(table, batch, columns, row, after, before is null) is { } bad)
                {
                    return (before, bad);
                }

                return (after, RowOutcome.Done with { Inserted = batch.Kind == WriteKind.Upsert ? before is null : null });
            });
    }

    private static RowOutcome? Refusal(WriteBatch batch, int row, MemoryRow? existing) => batch.Kind switch
    {
        WriteKind.Insert when existing is not null => MemoryErrors.Duplicate(),
        WriteKind.Update when existing is null => MemoryErrors.Missing(),
        _ when existing is not null && batch.ExpectedVersions?[row] is { } expected && expected != existing.Version => MemoryErrors.Changed(),
        _ => null,
    };

    /// <summary>Puts the sent cells into a row; the reason when one does not fit.</summary>
    private static RowOutcome? Fill(MemoryTable table, WriteBatch batch, int[] columns, int row, object?[] values, bool isNew)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var column = table.Schema.Columns[columns[i]];
            var isKey = batch.KeyColumns.Contains(column.Name, StringComparer.OrdinalIgnoreCase);
            if (column.CompanionOf is not null || (isKey ? !isNew : !batch.IsSent(row, i)))
            {
                continue;
            }

            var value = batch.Rows.GetValue(i, row);
            if (value is string text && text.Length > (column.Type.MaxLength ?? int.MaxValue))
            {
                return MemoryErrors.TooLong(column);
            }

            values[columns[i]] = value;
        }

        return null;
    }
}
