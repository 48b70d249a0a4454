using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Errors that all kinds of files have. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class FileErrors
{
    public const string PathMissingId = "FI1001";
    public const string OptionValueId = "FI1002";
    public const string NotThereId = "FI1003";
    public const string NoAccessId = "FI1004";
    public const string NoSuchTableId = "FI1005";
    public const string NoSuchColumnId = "FI1006";
    public const string NoFilterId = "FI1007";
    public const string NoFilesId = "FI1008";
    public const string EmptyHeaderId = "FI1102";
    public const string DuplicateHeaderId = "FI1103";
    public const string ReadFailedId = "FI1109";
    public const string WrongTypeId = "FI1110";
    public const string BrokenCompressionId = "FI1111";
    public const string OtherColumnsId = "FI1112";

    public static ErrorDetail PathMissing(FileKind kind) => new()
    {
        Id = PathMissingId,
        Phase = ErrorPhase.Configuration,
        Message = "The option 'path' is missing.",
        Advice = $"Set it to a {kind.Noun}, a folder or a pattern: --set path=exports",
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

    public static ErrorDetail NoFiles(string path, FileKind kind) => new()
    {
        Id = NoFilesId,
        Phase = ErrorPhase.Connection,
        Message = $"{path} holds no {kind.Noun} yet.",
        Advice = $"Files of a folder are tables when they end in {string.Join(" or ", kind.Extensions)}; name others by a pattern, such as exports/*.txt.",
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

    public static ErrorDetail NoSuchTable(string table, IReadOnlyList<string> known, FileKind kind) => new()
    {
        Id = NoSuchTableId,
        Phase = ErrorPhase.Schema,
        Message = $"There is no table '{table}'.",
        Advice = NearestNames.Advice(
            table, known, known.Count == 0 ? $"No {kind.Noun} was found." : $"Tables are named by their files: {string.Join(", ", known.Take(5))}."),
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
        Message = $"{table} can't be filtered while it is read: files know no filter.",
        Advice = "Use source-filter in the project file.",
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

    public static ErrorDetail ReadFailed(string file, long line, string problem) => new()
    {
        Id = ReadFailedId,
        Phase = ErrorPhase.Read,
        Message = $"{file} could not be read to its end: {problem}",
        Advice = "Check the disk or network share that it is on, and try again.",
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail WrongType(string file, long line, string column, string type) => new()
    {
        Id = WrongTypeId,
        Phase = ErrorPhase.Read,
        Message = $"{file} line {line}: the value of {column} is not {type}.",
        Advice = "Correct the value, or read the column as text: remove it from the option 'columns', or set types=text.",
        Column = column,
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail BrokenCompression(string file) => new()
    {
        Id = BrokenCompressionId,
        Phase = ErrorPhase.Read,
        Message = $"{file} can't be decompressed: it is damaged, or was cut off.",
        Advice = "Fetch or make the file again, and check that it is compressed as its ending says.",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail OtherColumns(string file, string first, string difference) => new()
    {
        Id = OtherColumnsId,
        Phase = ErrorPhase.Schema,
        Message = $"{file} has other columns than {first}: {difference}.",
        Advice = "Files that are one table need the same columns. Name the files that belong together by a pattern, or remove the option 'one-table'.",
        Location = new SourceLocation(file),
    };
}
