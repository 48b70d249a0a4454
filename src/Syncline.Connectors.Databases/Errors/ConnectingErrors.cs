using Syncline.Core.Errors;

namespace Syncline.Connectors.Databases.Errors;

/// <summary>Errors of options and of opening a connection. Each id has a section in <c>docs/reference/errors/databases.md</c>.</summary>
internal static class ConnectingErrors
{
    public const string OptionMissingId = "DB1001";
    public const string OptionValueId = "DB1002";
    public const string UnreachableId = "DB1003";
    public const string SignInRefusedId = "DB1004";
    public const string NoDatabaseId = "DB1005";
    public const string TlsId = "DB1006";
    public const string ServerBusyId = "DB1007";
    public const string RefusedId = "DB1008";
    public const string NoFileId = "DB1009";
    public const string NotADatabaseId = "DB1010";
    public const string NoCulturesId = "DB1011";

    public static ErrorDetail OptionMissing(string option, string advice) => new()
    {
        Id = OptionMissingId,
        Phase = ErrorPhase.Configuration,
        Message = $"The option '{option}' is missing.",
        Advice = advice,
        Option = option,
    };

    public static ErrorDetail OptionValue(string option, string value, string advice) => new()
    {
        Id = OptionValueId,
        Phase = ErrorPhase.Configuration,
        Message = $"'{value}' is not a value of the option '{option}'.",
        Advice = advice,
        Option = option,
    };

    public static ErrorDetail NoCultures() => new()
    {
        Id = NoCulturesId,
        Phase = ErrorPhase.Connection,
        Message = "SQL Server's library needs the cultures of the system, and this process runs without them.",
        Advice = "Install ICU (Debian and Ubuntu: libicu, Alpine: icu-libs and icu-data-full) and take the variable DOTNET_SYSTEM_GLOBALIZATION_INVARIANT out of the environment.",
    };

    public static ErrorDetail NoFile(string path) => new()
    {
        Id = NoFileId,
        Phase = ErrorPhase.Connection,
        Message = $"There is no database file {path}.",
        Advice = "Check the option 'path'; a relative path counts from the current folder. Set create=true to begin a new one.",
        Option = "path",
    };

    public static ErrorDetail NotADatabase(string path, DatabaseFault fault) => new()
    {
        Id = NotADatabaseId,
        Phase = ErrorPhase.Connection,
        Message = $"{path} is not an SQLite database, or it is encrypted or damaged.",
        Advice = "Check the option 'path'.",
        Option = "path",
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };

    /// <summary>The error of a connection that could not be opened.</summary>
    public static ErrorDetail Of(DatabaseFault fault, string product) => fault.Kind switch
    {
        FaultKind.Unreachable or FaultKind.Lost => Told(UnreachableId, fault, $"No {Server(product)} answers at the address.", "Check host and port, that the server runs, and that no firewall is between.", "host", Recovery.Reconnect),
        FaultKind.SignInRefused => Told(SignInRefusedId, fault, $"{product} refused the user or the password.", "Check user and password, and that the server lets this user connect from this machine.", "password", Recovery.Stop),
        FaultKind.NoDatabase => Told(NoDatabaseId, fault, $"The {Server(product)} has no such database, or the user may not see it.", "Check the option 'database'; upper and lower case may count.", "database", Recovery.Stop),
        FaultKind.Tls => Told(TlsId, fault, $"No encrypted connection to the {Server(product)} could be made, or its certificate is not trusted.", "Name the server as its certificate does, or give its authority by certificate-authority; only on a network that you trust, set tls=encrypt or tls=off.", "tls", Recovery.Stop),
        FaultKind.Transient => Told(ServerBusyId, fault, $"The {Server(product)} takes no connection at the moment.", "Try again in a moment.", option: null, Recovery.Retry),
        _ => Told(RefusedId, fault, $"{product} refused the connection: {fault.Text}", "Mend what the server names.", option: null, Recovery.Stop),
    };

    private static string Server(string product) => product.EndsWith("Server", StringComparison.Ordinal) ? product : product + " server";

    private static ErrorDetail Told(string id, DatabaseFault fault, string message, string advice, string? option, Recovery recovery) => new()
    {
        Id = id,
        Phase = ErrorPhase.Connection,
        Message = message,
        Advice = advice,
        Option = option,
        Recovery = recovery,
        ServerCode = fault.Code,
        ServerText = fault.Text,
    };
}
