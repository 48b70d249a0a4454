using System.Globalization;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Excel;

/// <summary>Errors that only Excel files have. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class ExcelErrors
{
    public const string NotExcelId = "FI1141";
    public const string NoHeaderId = "FI1142";
    public const string CellErrorId = "FI1143";
    public const string TooLargeId = "FI1144";
    public const string RangeIsReadOnlyId = "FI1211";

    public static ErrorDetail NotExcel(string file) => new()
    {
        Id = NotExcelId,
        Phase = ErrorPhase.Read,
        Message = $"{file} can't be read as an Excel workbook (.xlsx): it is another kind of file, damaged, or protected by a password.",
        Advice = "Open it in Excel and save it as an Excel workbook (.xlsx) without a password.",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail TooLarge(string file, string part, long bytes, long ratio) => new()
    {
        Id = TooLargeId,
        Phase = ErrorPhase.Read,
        Message = string.Create(CultureInfo.InvariantCulture, $"{file} is not opened: {part} in it would unpack to {bytes / 1_000_000:N0} MB, {ratio:N0} times its size in the file."),
        Advice = "A workbook of values is never packed so tightly, or is too large for Excel itself: check where the file comes from, or give the rows as CSV.",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail NoHeader(string file, string part) => new()
    {
        Id = NoHeaderId,
        Phase = ErrorPhase.Schema,
        Message = $"{file}: {part} has no row of column names in its first {ExcelSheet.RowsLookedAt} rows.",
        Advice = "Put a row of texts, each different, above the values, or choose another sheet.",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail CellError(string file, string part, int row, int column, string name, string error) => new()
    {
        Id = CellErrorId,
        Phase = ErrorPhase.Read,
        Message = string.Create(CultureInfo.InvariantCulture, $"{file}: cell {ExcelCells.Address(row, column)} of {part}, in column {name}, holds the error {error}."),
        Advice = "Correct the formula in Excel and save the file.",
        Column = name,
        Location = new SourceLocation(file, row),
    };

    public static ErrorDetail RangeIsReadOnly(string file, string range) => new()
    {
        Id = RangeIsReadOnlyId,
        Phase = ErrorPhase.Write,
        Message = $"{range} is a named range of {file}, which can only be read.",
        Advice = "Use the sheet itself as the target.",
    };
}
