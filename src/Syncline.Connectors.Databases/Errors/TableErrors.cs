using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Errors;

/// <summary>Errors of tables, columns, queries and reading. Each id has a section in <c>docs/reference/errors/databases.md</c>.</summary>
internal static class TableErrors
{
    public const string NoSuchTableId = "DB1101";
    public const string NoSuchColumnId = "DB1102";
    public const string NoSuchLanguageId = "DB1103";
    public const string NotOneStatementId = "DB1104";
    public const string SqlRefusedId = "DB1105";
    public const string SameNamesId = "DB1106";
    public const string NoPrivilegeId = "DB1107";
    public const string ReadFailedId = "DB1201";
    public const string ValueDoesNotFitId = "DB1202";
    public const string ConnectionLostId = "DB1203";

    public static ErrorDetail NoSuchTable(string table, IEnumerable<string> known)
    {
        var names = known.ToList();
        return new()
        {
            Id = NoSuchTableId,
            Phase = ErrorPhase.Schema,
            Message = $"There is no table '{table}'.",
            Advice = NearestNames.Advice(
                table, table.Contains('.', StringComparison.Ordinal) ? names : names.Select(name => name[(name.LastIndexOf('.') + 1)..]).Distinct(StringComparer.Ordinal), names.Count == 0 ? "The database has no tables that this user may see." : $"Tables are for example: {string.Join(", ", names.Take(5))}."),
        };
    }

    public static ErrorDetail NoSuchColumn(string column, string table, IEnumerable<string> known)
    {
        var names = known.ToList();
        return new()
        {
            Id = NoSuchColumnId,
            Phase = ErrorPhase.Schema,
            Message = $"{table} has no column '{column}'.",
            Advice = NearestNames.Advice(column, names, $"Its columns are: {string.Join(", ", names.Take(20))}."),
            Column = column,
        };
    }

    public static ErrorDetail NoSuchLanguage(string language, string product) => new()
    {
        Id = NoSuchLanguageId,
        Phase = ErrorPhase.Configuration,
        Message = $"{product} does not understand {language} filters.",
        Advice = "Write the filter in the database's own SQL, as after WHERE: sql: \"country = 'DE'\".",
    };

    public static ErrorDetail NotOneQuery(string product, string fault) => new()
    {
        Id = NotOneStatementId,
        Phase = ErrorPhase.Configuration,
        Message = $"The query can't be sent to {product}: {fault}.",
        Advice = "Give one SELECT, without comments and without a semicolon in it.",
    };

    public static ErrorDetail NotOneCondition(string product, string fault) => new()
    {
        Id = NotOneStatementId,
        Phase = ErrorPhase.Configuration,
        Message = $"The filter can't be sent to {product}: {fault}.",
        Advice = "Give one condition as it would stand after WHERE, without comments, e.g. country = 'DE'.",
    };

    public static ErrorDetail SqlRefused(string table, string product, DatabaseFault fault) => new()
    {
        Id = SqlRefusedId,
        Phase = ErrorPhase.Schema,
        Message = $"{product} does not accept the query or filter on {table}: {fault.Text}",
        Advice = "Correct the SQL; try it in the database's own tool.",
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };

    public static ErrorDetail SameNames(string table, string first, string second) => new()
    {
        Id = SameNamesId,
        Phase = ErrorPhase.Schema,
        Message = $"{table} has two columns whose names differ in case only: '{first}' and '{second}'.",
        Advice = "Name the columns in a query: table: select a as first_a, \"A\" as second_a from …",
        Column = second,
    };

    public static ErrorDetail NoPrivilege(string table, DatabaseFault fault) => new()
    {
        Id = NoPrivilegeId,
        Phase = ErrorPhase.Schema,
        Message = $"The user of this connection may not read {table}.",
        Advice = "Ask the database's administrator for the right to select from it.",
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };

    public static ErrorDetail ReadFailed(string table, string product, DatabaseFault fault) => new()
    {
        Id = ReadFailedId,
        Phase = ErrorPhase.Read,
        Message = $"{table} could not be read to its end: {product} says: {fault.Text}",
        Advice = fault.Kind == FaultKind.Transient ? "Try again in a moment." : "Mend what the server names, then read again.",
        Recovery = fault.Kind == FaultKind.Transient ? Recovery.Retry : Recovery.Stop,
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };

    public static ErrorDetail ValueDoesNotFit(string table, string column, string wanted, string why) => new()
    {
        Id = ValueDoesNotFitId,
        Phase = ErrorPhase.Read,
        Message = $"A value in column {column} of {table} can't be read as {wanted}: {why}.",
        Advice = $"Correct the row, leave the column out, or read a query that converts it: table: select …, cast({column} as …) as {column} from …",
        Column = column,
    };

    public static ErrorDetail ConnectionLost(string table, DatabaseFault fault) => new()
    {
        Id = ConnectionLostId,
        Phase = ErrorPhase.Read,
        Message = $"The connection to the database was lost while {table} was read.",
        Advice = "Check the network and the server's log, then try again.",
        Recovery = Recovery.Reconnect,
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };

    /// <summary>The error of a read or description that failed.</summary>
    public static ErrorDetail Of(DatabaseFault fault, string table, string product) => fault.Kind switch
    {
        FaultKind.Lost => ConnectionLost(table, fault),
        FaultKind.Sql or FaultKind.ReadOnly => SqlRefused(table, product, fault),
        FaultKind.NoPrivilege => NoPrivilege(table, fault),
        _ => ReadFailed(table, product, fault),
    };
}
