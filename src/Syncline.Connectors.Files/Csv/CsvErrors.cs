using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Csv;

/// <summary>Errors that only CSV files have. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class CsvErrors
{
    public const string EmptyFileId = "FI1101";
    public const string EncodingId = "FI1104";
    public const string RaggedId = "FI1105";
    public const string UnclosedQuoteId = "FI1106";
    public const string AfterQuoteId = "FI1107";
    public const string RowTooLongId = "FI1108";

    public static ErrorDetail EmptyFile(string file) => new()
    {
        Id = EmptyFileId,
        Phase = ErrorPhase.Schema,
        Message = $"{file} is empty: it has not even a line with column names.",
        Advice = "Check that the export that made it finished.",
        Location = new SourceLocation(file),
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

    private static string Values(int count) => count == 1 ? "1 value" : $"{count} values";
}
