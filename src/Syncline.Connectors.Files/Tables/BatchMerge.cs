using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Tables;

/// <summary>
/// Works out what a batch does to the rows of a file: meets the file's keys first, then decides row by row. Good for one batch.
/// </summary>
internal sealed class BatchMerge
{
    private readonly WriteBatch batch;
    private readonly string file;
    private readonly IReadOnlyList<ColumnSchema> columns;
    private readonly ITableFormat format;
    private readonly int[] places;
    private readonly int[] keyCells;
    private readonly string?[] keys;
    private readonly Dictionary<string, long> met = new(StringComparer.Ordinal);
    private readonly HashSet<string> doubled = new(StringComparer.Ordinal);
    private readonly RowOutcome?[] outcomes;

    /// <exception cref="SchemaException">The file lacks a column of the batch, or the batch a column of the key.</exception>
    public BatchMerge(WriteBatch batch, string file, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<string> tableKey, ITableFormat format)
    {
        this.batch = batch;
        this.file = file;
        this.columns = columns;
        this.format = format;
        places = [.. batch.Rows.Columns.Select(column => column.CompanionOf is null ? PlaceOf(column.Name) : -1)];
        var keyNames = batch.KeyColumns.Count > 0 ? batch.KeyColumns : tableKey.All(key => ColumnChoice.IndexOf(columns, key) >= 0) ? tableKey : [];
        keyCells = [.. keyNames.Select(name => batch.Rows.IndexOf(name) is >= 0 and var index ? index : throw new SchemaException(FileErrors.NoSuchColumn(name, file, [.. batch.Rows.Columns.Select(column => column.Name)])))];
        KeyChoice = keyCells.Length == 0 ? null : ColumnChoice.Of(batch.Table, columns, [.. keyNames], hasLines: false);
        keys = new string?[batch.Rows.RowCount];
        outcomes = new RowOutcome?[batch.Rows.RowCount];
        for (var row = 0; row < keys.Length; row++)
        {
            keys[row] = RowKeys.Of(batch.Rows, keyCells, row);
        }

        Wanted = [.. keys.OfType<string>()];
    }

    /// <summary>The file's key columns; null when nothing has to be found.</summary>
    public ColumnChoice? KeyChoice { get; }

    private HashSet<string> Wanted { get; }

    /// <summary>Takes note of the file's rows from a number on; the batch holds the columns of <see cref="KeyChoice"/>.</summary>
    public void Meet(RowBatch rows, long first)
    {
        int[] all = [.. Enumerable.Range(0, rows.Columns.Count)];
        for (var row = 0; row < rows.RowCount; row++)
        {
            if (RowKeys.Of(rows, all, row) is { } key && Wanted.Contains(key) && !met.TryAdd(key, first + row))
            {
                doubled.Add(key);
            }
        }
    }

    /// <summary>What is to be done to the file.</summary>
    public RowEdits Decide()
    {
        var edits = new RowEdits();
        var added = new HashSet<string>(StringComparer.Ordinal);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < outcomes.Length; row++)
        {
            outcomes[row] = Decide(row, edits, added, touched);
        }

        return edits;
    }

    /// <summary>One outcome per row.</summary>
    /// <param name="failure">Why the file could not be read or replaced; null when it was.</param>
    public IReadOnlyList<RowOutcome> Outcomes(ErrorDetail? failure = null) =>
        [.. outcomes.Select(outcome => failure is not null && (outcome is null || outcome.Status == RowStatus.Done) ? RowOutcome.Failed(failure) : outcome!)];

    /// <summary>One outcome per row of a file that was replaced, when the disk did not say that it keeps it.</summary>
    public IReadOnlyList<RowOutcome> Unsure(ErrorDetail doubt) =>
        [.. outcomes.Select(outcome => outcome!.Status == RowStatus.Done ? RowOutcome.Unknown(doubt) : outcome)];

    private RowOutcome Decide(int row, RowEdits edits, HashSet<string> added, HashSet<string> touched)
    {
        if (keyCells.Length > 0 && keys[row] is null)
        {
            return RowOutcome.Failed(FileWriteErrors.KeyMissing(file, batch.Rows.Columns[keyCells.First(cell => batch.Rows.IsNull(cell, row))].Name));
        }

        if (batch.ExpectedVersions?[row] is not null)
        {
            return RowOutcome.Failed(FileWriteErrors.NoVersions(file));
        }

        var key = keys[row];
        var isThere = key is not null && (met.ContainsKey(key) || added.Contains(key));
        if (key is not null && (doubled.Contains(key) || (isThere && batch.Kind is not (WriteKind.Insert or WriteKind.Delete) && !touched.Add(key))))
        {
            return RowOutcome.Failed(FileWriteErrors.KeyNotUnique(file));
        }

        switch (batch.Kind)
        {
            case WriteKind.Insert when isThere:
                return RowOutcome.Failed(FileWriteErrors.KeyTaken(file));
            case WriteKind.Update when !isThere:
                return RowOutcome.Failed(FileWriteErrors.RowMissing(file));
            case WriteKind.Delete:
                if (isThere)
                {
                    edits.Remove(met[key!]);
                }

                return RowOutcome.Done;
        }

        if (Cells(row, isNew: !isThere, out var cells) is { } refused)
        {
            return RowOutcome.Failed(refused);
        }

        if (isThere)
        {
            edits.Change(met[key!], cells);
        }
        else
        {
            var values = new object?[columns.Count];
            foreach (var (place, value) in cells)
            {
                values[place] = value;
            }

            edits.Added.Add(values);
            if (key is not null)
            {
                added.Add(key);
                touched.Add(key);
            }
        }

        return RowOutcome.Done with { Inserted = batch.Kind == WriteKind.Upsert ? !isThere : null };
    }

    private ErrorDetail? Cells(int row, bool isNew, out Dictionary<int, object?> cells)
    {
        cells = [];
        for (var cell = 0; cell < places.Length; cell++)
        {
            // What finds a row is not written to it again: its text in the file may differ.
            if (places[cell] < 0 || (keyCells.Contains(cell) && batch.Kind != WriteKind.Insert ? !isNew : !batch.IsSent(row, cell)))
            {
                continue;
            }

            var value = batch.Rows.GetValue(cell, row);
            var column = columns[places[cell]];
            if (value is not null && format.Refusal(column, value) is { } reason)
            {
                return FileWriteErrors.ValueRefused(file, column.Name, reason);
            }

            cells[places[cell]] = value;
        }

        return null;
    }

    private int PlaceOf(string name) => ColumnChoice.IndexOf(columns, name) is >= 0 and var place
        ? place
        : throw new SchemaException(FileErrors.NoSuchColumn(name, file, [.. columns.Select(column => column.Name)]));
}
