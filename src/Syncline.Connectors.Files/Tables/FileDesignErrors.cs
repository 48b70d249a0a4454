using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Errors of making files. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class FileDesignErrors
{
    public const string FileNameId = "FI1301";
    public const string ColumnsMissingId = "FI1302";
    public const string KeepsNoColumnsId = "FI1303";
    public const string ColumnNameId = "FI1304";

    public static ErrorDetail OtherFile(string table, string only) => Of(
        FileNameId, $"The connection leads to {only} alone, so {table} can't be made through it.", $"Name the table {only}, or take a connection to the folder.");

    public static ErrorDetail FileName(string table, FileKind kind, string? pattern) => Of(
        FileNameId,
        pattern is null ? $"'{table}' is not the name of a {kind.Noun}." : $"'{table}' is not a name that {pattern} finds.",
        pattern is null ? $"Name the new file, without a folder, such as contacts{kind.Extensions[0]}." : "Choose a name that the pattern in the option 'path' takes.");

    public static ErrorDetail ColumnsMissing(string table, IReadOnlyList<string> missing) => Of(
        ColumnsMissingId,
        $"{table} is there already and lacks {(missing.Count == 1 ? "the column" : "the columns")} {string.Join(", ", missing)}. It was not touched: a file gets no columns afterwards.",
        "Choose another file, name only columns that it has with --select, or add the columns in the program that made it.");

    public static ErrorDetail KeepsNoColumns(string table, FileKind kind) => Of(
        KeepsNoColumnsId, $"{table} can't be made in a folder: a {kind.Noun} without rows does not tell its columns.", "Make a connection whose 'path' is this file; its columns are then kept with the connection.");

    public static ErrorDetail ColumnName(string column) => Of(
        ColumnNameId, $"The column '{column}' can't be made: a comma or colon in its name would be taken for the end of it in the option 'columns'.", "Leave it out: name the columns to take with --select.");

    private static ErrorDetail Of(string id, string message, string advice) => new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice };
}
