using Syncline.Connectors.Files.Tables;
using Syncline.Core.Rows;
using Syncline.Core.Tables;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Folders that name the values of columns, as Hive and data lakes have them: <c>year=2024/country=DE</c>.</summary>
internal static class Partitions
{
    /// <summary>What stands in a folder's name where a row has no value.</summary>
    private const string NoValue = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Name of the file in a new folder.</summary>
    public const string FileName = "rows.parquet";

    /// <summary>The folder of a row, relative to that of the table.</summary>
    /// <param name="columns">Partition columns.</param>
    /// <param name="rows">A batch.</param>
    /// <param name="cells">Places of those columns in the batch.</param>
    /// <param name="row">The row.</param>
    public static string FolderOf(IReadOnlyList<ColumnSchema> columns, RowBatch rows, IReadOnlyList<int> cells, int row) =>
        string.Join('/', columns.Select((column, i) => $"{column.Name}={(rows.GetValue(cells[i], row) is { } value ? Uri.EscapeDataString(CellText.Of(rows.Columns[cells[i]].Type.Kind, value)) : NoValue)}"));

    /// <summary>The folder of a file, relative to that of the table, in the form of <see cref="FolderOf"/>.</summary>
    public static string FolderOf(string folder, DataFile file) =>
        (Path.GetDirectoryName(Path.GetRelativePath(folder, file.FullPath)) ?? "").Replace(Path.DirectorySeparatorChar, '/');
}
