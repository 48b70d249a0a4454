using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Errors;

/// <summary>Errors of rows that were written. Each id has a section in <c>docs/reference/errors/databases.md</c>.</summary>
internal static class RowErrors
{
    public const string DuplicateKeyId = "DB1301";
    public const string NullValueId = "DB1302";
    public const string ForeignKeyId = "DB1303";
    public const string CheckId = "DB1304";
    public const string TooLongId = "DB1305";
    public const string OutOfRangeId = "DB1306";
    public const string BadValueId = "DB1307";
    public const string RefusedId = "DB1308";
    public const string MissingRowId = "DB1309";
    public const string ConflictId = "DB1310";
    public const string NoPrivilegeId = "DB1311";
    public const string TransientId = "DB1312";
    public const string AnswerLostId = "DB1313";
    public const string NotSentId = "DB1314";
    public const string KeyIncompleteId = "DB1315";
    public const string NotWritableId = "DB1316";
    public const string NotExactId = "DB1317";
    public const string NoUniqueKeyId = "DB1318";
    public const string NotConnectedId = "DB1319";

    public static ErrorDetail MissingRow(string table) => Row(MissingRowId, $"{table} has no row with this key any more.", "Make a new plan.");

    public static ErrorDetail Conflict(string table) => Row(ConflictId, $"The row in {table} changed or vanished since the plan was made.", "Make a new plan.");

    public static ErrorDetail KeyIncomplete(string column) => Row(KeyIncompleteId, $"The row has no value in its key column {column}.", "Give each row a key.", column);

    public static ErrorDetail NotWritable(string column, string table) =>
        Row(NotWritableId, $"The database itself computes column {column} of {table}.", "Leave the column out of the mapping.", column);

    public static ErrorDetail NotExact(string column) =>
        Row(NotExactId, $"A number for column {column} has more than the 15 digits that SQLite keeps exactly in a column of this type.", "Declare the column as DECIMAL_TEXT, which keeps every digit.", column);

    public static ErrorDetail NotSent(string product) => new()
    {
        Id = NotSentId,
        Phase = ErrorPhase.Write,
        Message = $"The row was not sent, because the connection to {product} ended before.",
        Advice = "Send it again.",
        Recovery = Recovery.Retry,
    };

    public static ErrorDetail Cancelled(string product) => new()
    {
        Id = AnswerLostId,
        Phase = ErrorPhase.Write,
        Message = $"Writing to {product} was cancelled before it answered: the row may be written or not.",
        Advice = "Read the row; resume does so.",
    };

    public static ErrorDetail AnswerLost(string product, DatabaseFault fault) => new()
    {
        Id = AnswerLostId,
        Phase = ErrorPhase.Write,
        Message = $"The connection to {product} was lost before it answered: the row may be written or not.",
        Advice = "Read the row; resume does so.",
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };

    public static ErrorDetail NotConnected(ErrorDetail opening) => opening with
    {
        Id = NotConnectedId,
        Phase = ErrorPhase.Write,
        Message = $"The row was not sent. {opening.Message}",
    };

    public static ErrorDetail NoUniqueKey(string table, IEnumerable<string> columns) => new()
    {
        Id = NoUniqueKeyId,
        Phase = ErrorPhase.Write,
        Message = $"{table} has no primary key or unique index on {string.Join(", ", columns)}: rows can't be added or changed by it in one step.",
        Advice = "Add a unique index on these columns, or take others as key.",
    };

    /// <summary>The error of a row that the server refused.</summary>
    public static ErrorDetail Of(DatabaseFault fault, string table, string product) => fault.Kind switch
    {
        FaultKind.DuplicateKey => Told(DuplicateKeyId, fault, $"{table} has a row with the same key already{Named(fault)}.", "Change the key, or update the row that is there."),
        FaultKind.NullValue => Told(NullValueId, fault, $"{table} requires a value in column {fault.Column ?? "(see the server's text)"}.", "Map the column, or give it a default."),
        FaultKind.ForeignKey => Told(ForeignKeyId, fault, $"A row that {table} refers to is not there, or other rows still refer to this one{Named(fault)}.", "Sync the table it refers to first, and delete rows that refer to it before it."),
        FaultKind.Check => Told(CheckId, fault, $"The row breaks a rule of {table}{Named(fault)}.", "Correct the value, or the rule."),
        FaultKind.TooLong => Told(TooLongId, fault, fault.Column is { } column ? $"A value is too long for column {column} of {table}." : $"A value is too long for its column of {table}.", "Shorten the value in the mapping, or widen the column."),
        FaultKind.OutOfRange => Told(OutOfRangeId, fault, fault.Column is { } column ? $"A value is out of the range of column {column} of {table}." : $"A value is out of the range of its column of {table}.", "Correct the value, or widen the column."),
        FaultKind.BadValue => Told(BadValueId, fault, fault.Column is { } column ? $"A value is none of the type of column {column} of {table}." : $"A value is none of its column's type in {table}.", "Correct the value, or convert it in the mapping."),
        FaultKind.NoPrivilege or FaultKind.ReadOnly => Told(NoPrivilegeId, fault, $"The user of this connection may not write to {table}.", "Ask the database's administrator for the right to insert, update and delete in it."),
        FaultKind.Transient => Told(TransientId, fault, $"{product} could not write the row at the moment; nothing was written.", "Send it again.") with { Recovery = Recovery.Retry },
        FaultKind.Lost => Told(NotSentId, fault, $"The connection to {product} was lost before the row was committed; nothing was written.", "Send it again.") with { Recovery = Recovery.Retry },
        _ => Told(RefusedId, fault, $"{product} refused the row: {fault.Text}", "Mend what the server names."),
    };

    private static string Named(DatabaseFault fault) => fault.Constraint is { } name ? $" ({name})" : string.Empty;

    private static ErrorDetail Told(string id, DatabaseFault fault, string message, string advice) => new()
    {
        Id = id,
        Phase = ErrorPhase.Write,
        Message = message,
        Advice = advice,
        Recovery = Recovery.SkipRow,
        Column = fault.Column,
        ServerCode = fault.Code,
        ServerText = fault.Text,
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
