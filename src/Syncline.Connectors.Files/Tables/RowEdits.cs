namespace Syncline.Connectors.Files.Tables;

/// <summary>Changes to the rows of a file, by their number in the file's order, from 0.</summary>
internal sealed class RowEdits
{
    private readonly Dictionary<long, RowEdit> changed = [];

    /// <summary>Rows to put at the end: one value per column of the file.</summary>
    public List<object?[]> Added { get; } = [];

    /// <summary>Rows that are changed or left out.</summary>
    public IReadOnlyDictionary<long, RowEdit> Changed => changed;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => changed.Count == 0 && Added.Count == 0;

    /// <summary>What to do with a row; null to leave it.</summary>
    public RowEdit? Of(long row) => changed.TryGetValue(row, out var edit) ? edit : null;

    /// <summary>Leaves a row out.</summary>
    public void Remove(long row) => changed[row] = RowEdit.Removed;

    /// <summary>Gives some cells of a row new values.</summary>
    public void Change(long row, IReadOnlyDictionary<int, object?> cells) => changed[row] = new RowEdit(cells);
}
