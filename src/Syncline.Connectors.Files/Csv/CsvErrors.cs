using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Errors of CSV files. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class CsvErrors
{
    public const string PathMissingId = "FI1001";
    public const string OptionValueId = "FI1002";
    public const string NotThereId = "FI1003";
    public const string NoAccessId = "FI1004";
    public const string NoSuchTableId = "FI1005";
    public const string NoSuchColumnId = "FI1006";
    public const string NoFilterId = "FI1007";
    public const string NoFilesId = "FI1008";
    public const string EmptyFileId = "FI1101";
    public const string EmptyHeaderId = "FI1102";
    public const string DuplicateHeaderId = "FI1103";
    public const string EncodingId = "FI1104";
    public const string RaggedId = "FI1105";
    public const string UnclosedQuoteId = "FI1106";
    public const string AfterQuoteId = "FI1107";
    public const string RowTooLongId = "FI1108";
    public const string ReadFailedId = "FI1109";

    public static ErrorDetail PathMissing() => new()
    {
        Id = PathMissingId,
        Phase = ErrorPhase.Configuration,
        Message = "The option 'path' is missing.",
        Advice = "Set it to a CSV file, a folder or a pattern: --set path=exports",
        Option = "path",
    };

    public static ErrorDetail OptionValue(string option, string value, string advice) => new()
    {
        Id = OptionValueId,
        Phase = ErrorPhase.Configuration,
        Message = $"'{value}' is not a value of the option '{option}'.",
        Advice = advice,
        Option = option,
    };

    public static ErrorDetail NotThere(string path, string kind, string? advice) => new()
    {
        Id = NotThereId,
        Phase = ErrorPhase.Connection,
        Message = $"There is no {kind} {path}.",
        Advice = advice ?? "Check the option 'path'; a relative path counts from the current folder.",
        Option = "path",
    };

    public static ErrorDetail NoFiles(string path) => new()
    {
        Id = NoFilesId,
        Phase = ErrorPhase.Connection,
        Message = $"{path} holds no CSV file yet.",
        Advice = "Files of a folder are tables when they end in .csv or .tsv; name others by a pattern, such as exports/*.txt.",
        Option = "path",
    };

    public static ErrorDetail NoAccess(string path) => new()
    {
        Id = NoAccessId,
        Phase = ErrorPhase.Connection,
        Message = $"{path} can't be read: this user has no permission.",
        Advice = "Correct the permissions of the file or folder.",
        Option = "path",
    };

    public static ErrorDetail NoSuchTable(string table, IReadOnlyList<string> known) => new()
    {
        Id = NoSuchTableId,
        Phase = ErrorPhase.Schema,
        Message = $"There is no table '{table}'.",
        Advice = NearestNames.Advice(
            table, known, known.Count == 0 ? "No CSV file was found." : $"Tables are named by their files: {string.Join(", ", known.Take(5))}."),
    };

    public static ErrorDetail NoSuchColumn(string column, string table, IReadOnlyList<string> known) => new()
    {
        Id = NoSuchColumnId,
        Phase = ErrorPhase.Schema,
        Message = $"{table} has no column '{column}'.",
        Advice = NearestNames.Advice(column, known, $"Its columns are: {string.Join(", ", known.Take(20))}."),
        Column = column,
    };

    public static ErrorDetail NoFilter(string table) => new()
    {
        Id = NoFilterId,
        Phase = ErrorPhase.Configuration,
        Message = $"{table} can't be filtered while it is read: CSV files know no filter.",
        Advice = "Use source-filter in the project file.",
    };

    public static ErrorDetail EmptyFile(string file) => new()
    {
        Id = EmptyFileId,
        Phase = ErrorPhase.Schema,
        Message = $"{file} is empty: it has not even a line with column names.",
        Advice = "Check that the export that made it finished.",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail EmptyHeader(string file, long line, int ordinal) => new()
    {
        Id = EmptyHeaderId,
        Phase = ErrorPhase.Schema,
        Message = $"{file} has no name for column {ordinal + 1}.",
        Advice = "Give the column a name in the first line, or set header=false if the first line holds values.",
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail DuplicateHeader(string file, long line, string name, int first, int second) => new()
    {
        Id = DuplicateHeaderId,
        Phase = ErrorPhase.Schema,
        Message = $"{file} names two columns '{name}': column {first + 1} and column {second + 1}.",
        Advice = "Give each column a name of its own; upper and lower case count as the same.",
        Column = name,
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail NotInEncoding(string file, string encoding, byte? bad, long line, int column, bool given) => new()
    {
        Id = EncodingId,
        Phase = ErrorPhase.Read,
        Message = bad is null
            ? $"{file} is not {encoding}: its text can't be decoded."
            : $"{file} is not {encoding}: byte 0x{bad:X2} at line {line}.",
        Advice = given
            ? "Correct the option encoding, or remove it if the file is UTF-8."
            : "Set encoding=windows-1252 if it comes from an older Windows program in western Europe or America; else name its encoding.",
        Option = "encoding",
        Location = new SourceLocation(file, line, column),
    };

    public static ErrorDetail Utf16WithoutMark(string file) => new()
    {
        Id = EncodingId,
        Phase = ErrorPhase.Read,
        Message = $"{file} holds zero bytes: it is not UTF-8 text, but perhaps UTF-16.",
        Advice = "Set encoding=utf-16 (or utf-16BE) if it is text.",
        Option = "encoding",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail Ragged(string file, int expected, IReadOnlyList<(long Line, int Count)> rows, long count) => new()
    {
        Id = RaggedId,
        Phase = ErrorPhase.Read,
        Message = count == 1
            ? $"{file} line {rows[0].Line} has {Values(rows[0].Count)} where the first line has {expected}."
            : $"{file} has {count:N0} rows whose number of values is not {expected}, as in the first line: "
                + $"lines {string.Join(", ", rows.Select(row => $"{row.Line} ({row.Count})"))}{(count > rows.Count ? ", …" : ".")}",
        Advice = "Look for a missing or extra delimiter, a value with a delimiter that is not in quotes, or another delimiter than expected.",
        Location = new SourceLocation(file, rows[0].Line),
    };

    public static ErrorDetail UnclosedQuote(string file, long line) => new()
    {
        Id = UnclosedQuoteId,
        Phase = ErrorPhase.Read,
        Message = $"{file} has a quoted value in the row of line {line} that never ends.",
        Advice = "Close the quote, double a quote within the value, or set quote=none if quotes mean nothing in this file.",
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail AfterQuote(string file, long line, int ordinal) => new()
    {
        Id = AfterQuoteId,
        Phase = ErrorPhase.Read,
        Message = $"{file} has text after the closing quote of value {ordinal + 1} in the row of line {line}.",
        Advice = "Double a quote that is part of a value, close one that is open since an earlier line, or set quote=none if quotes mean nothing in this file.",
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail RowTooLong(string file, long line) => new()
    {
        Id = RowTooLongId,
        Phase = ErrorPhase.Read,
        Message = $"{file} has a row in line {line} of more than {CsvText.MaxRowLength >> 20} million characters.",
        Advice = "Most often a closing quote is missing in that line. Close it, or set quote=none if quotes mean nothing in this file.",
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail ReadFailed(string file, long line, string problem) => new()
    {
        Id = ReadFailedId,
        Phase = ErrorPhase.Read,
        Message = $"{file} could not be read to its end: {problem}",
        Advice = "Check the disk or network share that it is on, and try again.",
        Recovery = Recovery.Retry,
        Location = new SourceLocation(file, line),
    };

    private static string Values(int count) => count == 1 ? "1 value" : $"{count} values";
}
