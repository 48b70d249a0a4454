using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Errors that only Parquet files have. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class ParquetErrors
{
    public const string NotParquetId = "FI1131";
    public const string NoPartitionId = "FI1212";
    public const string OtherPartitionId = "FI1213";
    public const string NoKeyInFileId = "FI1214";

    public static ErrorDetail NotParquet(string file) => new()
    {
        Id = NotParquetId,
        Phase = ErrorPhase.Read,
        Message = $"{file} can't be read as Parquet: it is another kind of file, damaged, or was cut off.",
        Advice = "Fetch or make the file again. A Parquet file begins and ends with the letters PAR1.",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail NoPartition(string table, string column) => Row(
        NoPartitionId, $"A new row of {table} does not say its {column}, which names the folder that it belongs to.", "Map the column in the project.", column);

    public static ErrorDetail OtherPartition(string table, string columns) => Row(
        OtherPartitionId, $"The row of {table} would move to another folder, for its value of {columns} differs from the folder that it is in.", "Delete the row there and add it anew, or leave the column out of the mapping.");

    public static ErrorDetail NoKeyInFile(string table) => new()
    {
        Id = NoKeyInFileId,
        Phase = ErrorPhase.Write,
        Message = $"Rows of {table} can't be told apart: no column of a key was named, or folders alone name it.",
        Advice = "Take a key with a column that stands in the files.",
    };

    private static ErrorDetail Row(string id, string message, string advice, string? column = null) => new()
    {
        Id = id,
        Phase = ErrorPhase.Write,
        Message = message,
        Advice = advice,
        Recovery = Recovery.SkipRow,
        Column = column,
    };
}
