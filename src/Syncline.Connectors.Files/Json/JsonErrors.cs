using Syncline.Connectors.Files.Tables;
using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Json;

/// <summary>Errors that only JSON files have. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class JsonErrors
{
    public const string NotJsonId = "FI1121";
    public const string NotAnObjectId = "FI1122";
    public const string NoRowsThereId = "FI1123";

    public static ErrorDetail NotJson(string file, long line) => new()
    {
        Id = NotJsonId,
        Phase = ErrorPhase.Read,
        Message = $"{file} is not JSON from line {line} on.",
        Advice = "JSON lines hold one object on each line; a JSON file holds a list of objects. Check that the export that made it finished.",
        Location = new SourceLocation(file, line),
    };

    public static ErrorDetail NotUtf8(string file, long row, bool isLine) => new()
    {
        Id = NotJsonId,
        Phase = ErrorPhase.Read,
        Message = isLine ? $"{file} is not UTF-8 in or soon after line {row}, and JSON has to be." : $"{file}: item {row} of the list is not UTF-8, and JSON has to be.",
        Advice = "Save the file as UTF-8.",
        Location = isLine ? new SourceLocation(file, row) : new SourceLocation(file),
    };

    public static ErrorDetail NotAnObject(string file, long row, bool isLine) => new()
    {
        Id = NotAnObjectId,
        Phase = ErrorPhase.Read,
        Message = isLine ? $"{file} line {row} is not an object." : $"{file}: item {row} of the list is not an object.",
        Advice = "Each row is an object with names and values: {\"id\": 1, \"name\": \"Ada\"}.",
        Location = isLine ? new SourceLocation(file, row) : new SourceLocation(file),
    };

    public static ErrorDetail NoRowsThere(string file, string path) => new()
    {
        Id = NoRowsThereId,
        Phase = ErrorPhase.Read,
        Message = $"{file} has no list at '{path}'.",
        Advice = "Set the option 'rows' to where the list of objects stands, e.g. value or data.items; leave it out when the file is the list.",
        Option = "rows",
        Location = new SourceLocation(file),
    };

    public static ErrorDetail NamedTwice(string file, long row, string name) => new()
    {
        Id = FileErrors.DuplicateHeaderId,
        Phase = ErrorPhase.Schema,
        Message = $"{file} holds '{name}' twice in row {row}: under its whole name, and as an object.",
        Advice = "Remove one of the two in the program that makes the file.",
        Column = name,
        Location = new SourceLocation(file),
    };
}
