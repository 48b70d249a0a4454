using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Errors;

/// <summary>Errors of making tables. Each id has a section in <c>docs/reference/errors/databases.md</c>.</summary>
internal static class DesignErrors
{
    public const string NoNameId = "DB1401";
    public const string KeyNotAmongColumnsId = "DB1402";
    public const string RefusedId = "DB1403";

    public static ErrorDetail NoName(string table) => new()
    {
        Id = NoNameId,
        Phase = ErrorPhase.Configuration,
        Message = $"'{table}' is not a name for a table.",
        Advice = "Give a name such as contact or sales.contact.",
    };

    public static ErrorDetail KeyNotAmongColumns(string column) => new()
    {
        Id = KeyNotAmongColumnsId,
        Phase = ErrorPhase.Configuration,
        Message = $"The key column {column} is not among the columns of the new table.",
        Advice = "Add it to the columns, or take another key.",
        Column = column,
    };

    public static ErrorDetail Refused(string table, string product, DatabaseFault fault) => new()
    {
        Id = RefusedId,
        Phase = ErrorPhase.Write,
        Message = $"{product} did not make or extend {table}: {fault.Text}",
        Advice = fault.Kind == FaultKind.NoPrivilege ? "Ask the database's administrator for the right to make tables." : "Mend what the server names.",
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };
}
