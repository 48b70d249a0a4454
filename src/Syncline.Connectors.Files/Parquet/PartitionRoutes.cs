using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;
using Syncline.Core.Rows;
using Syncline.Core.Tables;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Works out to which file each row of a batch belongs. Good for one batch.</summary>
internal sealed class PartitionRoutes
{
    private readonly WriteBatch batch;
    private readonly FileTable table;
    private readonly FileLocation location;
    private readonly ColumnSchema[] partitions;
    private readonly int[] partitionCells; // -1 for one that the batch does not hold
    private readonly string?[] keys;
    private readonly HashSet<string> wanted;
    private readonly Dictionary<string, DataFile> met = new(StringComparer.Ordinal);
    private readonly HashSet<string> doubled = new(StringComparer.Ordinal);

    /// <exception cref="SchemaException">A partition column or a key column is missing.</exception>
    /// <exception cref="WriteException">Nothing but folders would tell rows apart.</exception>
    public PartitionRoutes(WriteBatch batch, FileTable table, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<string> partitionBy, FileLocation location)
    {
        this.batch = batch;
        this.table = table;
        this.location = location;
        partitions = [.. ColumnChoice.Of(table.Name, columns, partitionBy, hasLines: false).Columns];
        partitionCells = [.. partitions.Select(column => batch.Rows.IndexOf(column.Name))];
        var keyNames = batch.KeyColumns.Count > 0 ? batch.KeyColumns : location.Key;
        if (keyNames.All(key => partitionBy.Contains(key, StringComparer.OrdinalIgnoreCase)))
        {
            throw new WriteException(ParquetErrors.NoKeyInFile(table.Name));
        }

        int[] keyCells = [.. keyNames.Select(name => batch.Rows.IndexOf(name) is >= 0 and var index ? index : throw new SchemaException(FileErrors.NoSuchColumn(name, table.Name, [.. batch.Rows.Columns.Select(column => column.Name)])))];
        KeyChoice = ColumnChoice.Of(table.Name, columns, [.. keyNames], hasLines: false);
        keys = [.. Enumerable.Range(0, batch.Rows.RowCount).Select(row => RowKeys.Of(batch.Rows, keyCells, row))];
        wanted = [.. keys.OfType<string>()];
    }

    /// <summary>The key columns.</summary>
    public ColumnChoice KeyChoice { get; }

    /// <summary>Takes note of rows of a file; the batch holds the columns of <see cref="KeyChoice"/>.</summary>
    public void Meet(DataFile file, RowBatch rows)
    {
        int[] all = [.. Enumerable.Range(0, rows.Columns.Count)];
        for (var row = 0; row < rows.RowCount; row++)
        {
            if (RowKeys.Of(rows, all, row) is { } key && wanted.Contains(key) && !met.TryAdd(key, file))
            {
                doubled.Add(key);
            }
        }
    }

    /// <summary>The rows to write by the path of their file; rows that go to none get their outcome here.</summary>
    public IReadOnlyDictionary<string, List<int>> Decide(RowOutcome[] outcomes)
    {
        var byFile = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var row = 0; row < outcomes.Length; row++)
        {
            if (PathOf(row, out var outcome) is { } path)
            {
                (byFile.TryGetValue(path, out var rows) ? rows : byFile[path] = []).Add(row);
            }
            else
            {
                outcomes[row] = outcome!;
            }
        }

        return byFile;
    }

    private string? PathOf(int row, out RowOutcome? outcome)
    {
        outcome = null;
        var file = keys[row] is { } key ? met.GetValueOrDefault(key) : null;
        if (keys[row] is { } twice && doubled.Contains(twice))
        {
            outcome = RowOutcome.Failed(FileWriteErrors.KeyNotUnique(table.Name));
        }
        else if (file is null && batch.Kind == WriteKind.Update)
        {
            outcome = RowOutcome.Failed(FileWriteErrors.RowMissing(table.Name));
        }
        else if (file is null && batch.Kind == WriteKind.Delete)
        {
            outcome = RowOutcome.Done;
        }
        else if (file is null && Array.IndexOf(partitionCells, -1) is >= 0 and var missing)
        {
            outcome = RowOutcome.Failed(ParquetErrors.NoPartition(table.Name, partitions[missing].Name));
        }
        else if (file is not null && batch.Kind is WriteKind.Update or WriteKind.Upsert && Moves(row, file))
        {
            outcome = RowOutcome.Failed(ParquetErrors.OtherPartition(table.Name, string.Join(", ", partitions.Select(column => column.Name))));
        }

        return outcome is not null ? null : file?.FullPath ?? NewPath(row);
    }

    /// <summary>Whether a row would belong to another folder afterwards.</summary>
    private bool Moves(int row, DataFile file) =>
        partitionCells.All(cell => cell >= 0 && batch.IsSent(row, cell)) && Partitions.FolderOf(location.FullPath, file) != Partitions.FolderOf(partitions, batch.Rows, partitionCells, row);

    private string NewPath(int row)
    {
        var folder = Partitions.FolderOf(partitions, batch.Rows, partitionCells, row);
        return table.Files.FirstOrDefault(file => Partitions.FolderOf(location.FullPath, file) == folder)?.FullPath
            ?? Path.Combine(location.FullPath, folder.Replace('/', Path.DirectorySeparatorChar), Partitions.FileName);
    }
}
