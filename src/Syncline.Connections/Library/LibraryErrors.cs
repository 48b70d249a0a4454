using System.Text.Json;
using Syncline.Core.Errors;

namespace Syncline.Connections.Library;

/// <summary>Errors of the connection library. Each id has a section in <c>docs/reference/errors/connections.md</c>.</summary>
internal static class LibraryErrors
{
    public const string NotFoundId = "CN1001";
    public const string NameNotAllowedId = "CN1002";
    public const string NameTakenId = "CN1003";
    public const string DamagedId = "CN1004";
    public const string NewerFormatId = "CN1005";
    public const string LockedId = "CN1006";
    public const string DiskFullId = "CN1007";
    public const string NoAccessId = "CN1008";
    public const string NotAnExportId = "CN1009";
    public const string ExportPassphraseId = "CN1010";

    public static ErrorDetail NotFound(string name, IEnumerable<string> known) => Error(
        NotFoundId,
        $"There is no connection '{name}'.",
        NearestNames.Advice(name, known, "See the saved ones with: syncline connection list. Make one with: syncline connection add."));

    public static ErrorDetail NameNotAllowed(string name, string problem) => Error(
        NameNotAllowedId,
        $"'{Printable(name)}' can't be the name of a connection: it {problem}.",
        $"Use up to {ConnectionName.MaxLength} letters (a-z), digits, '-', '_' and '.', beginning with a letter or digit.");

    public static ErrorDetail NameTaken(string name) => Error(
        NameTakenId,
        $"There is a connection '{name}' already.",
        "Choose another name, or replace it with --replace.");

    public static ErrorDetail Damaged(string path, string problem, JsonException? exception = null) => Error(
        DamagedId,
        $"The connection file {path} can't be read: {problem}.",
        "Mend the file in an editor, or remove it and add the connection again.") with
    {
        Location = new SourceLocation(path, (exception?.LineNumber ?? -1) + 1, (int)(exception?.BytePositionInLine ?? -1) + 1),
    };

    public static ErrorDetail NewerFormat(string path, int format) => Error(
        NewerFormatId, $"{path} has format {format}, which a newer Syncline wrote.", "Update Syncline.");

    public static ErrorDetail Locked(string what, TimeSpan waited) => Error(
        LockedId,
        $"Another process has been busy with {what} for {waited.TotalSeconds:0} seconds.",
        "Wait until it has finished, or end it; then try again.") with
    { Recovery = Recovery.Retry };

    public static ErrorDetail DiskFull(string path) => Error(
        DiskFullId, $"The disk is full: {path} could not be written. What was saved before is unchanged.", "Free some space and try again.");

    public static ErrorDetail NoAccess(string path, bool writing) => Error(
        NoAccessId,
        $"{path} can't be {(writing ? "written" : "read")}: this user has no permission.",
        "Correct the permissions of the file and its folder, or choose another folder with SYNCLINE_HOME.");

    public static ErrorDetail NotAnExport(string problem) => Error(
        NotAnExportId, $"This is not an export of connections: {problem}.", "Give a file that 'syncline connection export' wrote.");

    public static ErrorDetail ExportPassphrase() => Error(
        ExportPassphraseId,
        "The passphrase is not the one that this export was made with.",
        "Give the passphrase that was used for the export, or import without it and give each secret again.");

    private static ErrorDetail Error(string id, string message, string? advice) =>
        new() { Id = id, Phase = ErrorPhase.Configuration, Message = message, Advice = advice };

    private static string Printable(string name)
    {
        var shown = string.Concat(name.Select(character => char.IsControl(character) ? '\uFFFD' : character));
        return shown.Length > ConnectionName.MaxLength ? shown[..ConnectionName.MaxLength] + "…" : shown;
    }
}
