using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Parquet;

/// <summary>Errors that only Parquet files have. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class ParquetErrors
{
    public const string NotParquetId = "FI1131";

    public static ErrorDetail NotParquet(string file) => new()
    {
        Id = NotParquetId,
        Phase = ErrorPhase.Read,
        Message = $"{file} can't be read as Parquet: it is another kind of file, damaged, or was cut off.",
        Advice = "Fetch or make the file again. A Parquet file begins and ends with the letters PAR1.",
        Location = new SourceLocation(file),
    };
}
