using Syncline.Core.Errors;

namespace Syncline.Connectors.Files.Tables;

/// <summary>Errors of writing files. Each id has a section in <c>docs/reference/errors/files.md</c>.</summary>
internal static class FileWriteErrors
{
    public const string NoVersionsId = "FI1201";
    public const string KeyMissingId = "FI1202";
    public const string KeyTakenId = "FI1203";
    public const string RowMissingId = "FI1204";
    public const string KeyNotUniqueId = "FI1205";
    public const string ValueRefusedId = "FI1206";
    public const string ChangedMeanwhileId = "FI1207";
    public const string WriteFailedId = "FI1208";
    public const string NoWriteAccessId = "FI1209";
    public const string NotSettledId = "FI1210";

    public static ErrorDetail NoVersions(string file) => Row(
        NoVersionsId, $"{file} keeps no versions of its rows, so a row can't be demanded unchanged by its version.", "Make the plan again: it then compares the values themselves.");

    public static ErrorDetail KeyMissing(string file, string column) => Row(
        KeyMissingId, $"A row for {file} has no value of {column}, by which it is found.", "Give the row a value in that column.", column);

    public static ErrorDetail KeyTaken(string file) => Row(KeyTakenId, $"{file} has a row of this key already.", "Make the plan again to see it as an update.");

    public static ErrorDetail RowMissing(string file) => Row(RowMissingId, $"{file} has no row of this key.", "Make the plan again to see it as an addition.");

    public static ErrorDetail KeyNotUnique(string file) => Row(
        KeyNotUniqueId, $"{file} has more than one row of this key, so it is not clear which to change.", "Remove the doubled rows, or choose a key that tells rows apart.");

    public static ErrorDetail ValueRefused(string file, string column, string reason) => Row(
        ValueRefusedId, $"The value of {column} {reason}, so it can't be written to {file}.", "Correct the value at its source.", column);

    public static ErrorDetail ChangedMeanwhile(string file) => new()
    {
        Id = ChangedMeanwhileId,
        Phase = ErrorPhase.Write,
        Message = $"{file} was changed by another program while new rows were put in. Nothing was written.",
        Advice = "Let the other program finish, then resume the run.",
        Recovery = Recovery.Retry,
    };

    public static ErrorDetail WriteFailed(string file, string problem) => new()
    {
        Id = WriteFailedId,
        Phase = ErrorPhase.Write,
        Message = $"{file} could not be written, and stays as it was: {problem}",
        Advice = "Make room on the disk, close programs that have the file open, and resume the run.",
        Recovery = Recovery.Retry,
    };

    public static ErrorDetail NoWriteAccess(string file) => new()
    {
        Id = NoWriteAccessId,
        Phase = ErrorPhase.Write,
        Message = $"{file} can't be written: it is read-only, or this user may not make files in its folder.",
        Advice = "Correct the permissions of the file and of its folder, then resume the run.",
    };

    public static ErrorDetail NotSettled(string file, string problem) => new()
    {
        Id = NotSettledId,
        Phase = ErrorPhase.Write,
        Message = $"{file} was written, but the disk did not confirm that it keeps it: {problem}",
        Advice = "Check the disk or network share, then resume the run: it looks which rows are there.",
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
