using System.Net;
using Syncline.Core.Errors;

namespace Syncline.Connectors.OData;

/// <summary>Errors of OData services. Each id has a section in <c>docs/reference/errors/odata.md</c>.</summary>
internal static class ODataErrors
{
    public const string UrlId = "OD1001";
    public const string OptionMissingId = "OD1002";
    public const string OptionValueId = "OD1003";
    public const string NotODataId = "OD1101";
    public const string NotFoundId = "OD1102";
    public const string RefusedId = "OD1103";
    public const string NoSuchTableId = "OD1201";
    public const string NoSuchColumnId = "OD1202";
    public const string NotThePrimaryKeyId = "OD1203";
    public const string FilterLanguageId = "OD1301";
    public const string ReadRefusedId = "OD1302";
    public const string BadPageId = "OD1303";
    public const string BadValueId = "OD1304";
    public const string RowRefusedId = "OD1401";
    public const string RowChangedId = "OD1402";
    public const string RowMissingId = "OD1403";
    public const string BusyId = "OD1404";
    public const string AnswerLostId = "OD1405";
    public const string KeyMissingId = "OD1406";

    public static ErrorDetail Url(string? url) => new()
    {
        Id = UrlId,
        Phase = ErrorPhase.Configuration,
        Message = url is null ? "The option 'url' is missing." : $"'{url}' is not the address of an OData service.",
        Advice = "Give the service's root, with https (or http on this machine): --set url=https://services.example.com/odata/v4",
        Option = "url",
    };

    public static ErrorDetail OptionMissing(string option, string method) => new()
    {
        Id = OptionMissingId,
        Phase = ErrorPhase.Configuration,
        Message = $"The option '{option}' is missing, which authentication={method} needs.",
        Advice = $"Set {option}, or choose another authentication.",
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

    public static ErrorDetail NotOData(Uri root, string problem) => new()
    {
        Id = NotODataId,
        Phase = ErrorPhase.Connection,
        Message = $"{root} does not answer as an OData version 4 service: {problem}",
        Advice = "Check the url: opened in a browser with $metadata behind it, it shows an XML document that begins with edmx:Edmx Version=\"4.0\".",
        Option = "url",
    };

    public static ErrorDetail NotFound(Uri root) => new()
    {
        Id = NotFoundId,
        Phase = ErrorPhase.Connection,
        Message = $"There is no OData service at {root}: it has no $metadata.",
        Advice = "Check the path of the url; the service's root ends before the names of its entity sets.",
        Option = "url",
    };

    public static ErrorDetail Refused(Uri root, HttpStatusCode status, string? text) => new()
    {
        Id = RefusedId,
        Phase = status == HttpStatusCode.Unauthorized ? ErrorPhase.SignIn : ErrorPhase.Connection,
        Message = status == HttpStatusCode.Unauthorized ? $"{root.Authority} does not accept the sign-in." : $"{root.Authority} refuses access to the service ({(int)status}).",
        Advice = "Check the option 'authentication' and the user, password or token that goes with it.",
        ServerText = text,
        Option = "authentication",
    };

    public static ErrorDetail NoSuchTable(string table, IReadOnlyList<string> known) => new()
    {
        Id = NoSuchTableId,
        Phase = ErrorPhase.Schema,
        Message = $"There is no table '{table}'.",
        Advice = NearestNames.Advice(table, known, $"Entity sets of the service: {string.Join(", ", known.Take(10))}."),
    };

    public static ErrorDetail NoSuchColumn(string column, string table, IReadOnlyList<string> known) => new()
    {
        Id = NoSuchColumnId,
        Phase = ErrorPhase.Schema,
        Message = $"{table} has no column '{column}'.",
        Advice = NearestNames.Advice(column, known, $"Its columns are: {string.Join(", ", known.Take(20))}."),
        Column = column,
    };

    public static ErrorDetail NotThePrimaryKey(string table, IReadOnlyList<string> key) => new()
    {
        Id = NotThePrimaryKeyId,
        Phase = ErrorPhase.Schema,
        Message = $"Rows of {table} are addressed by their key ({string.Join(", ", key)}) when they are written.",
        Advice = "Use that key in the project.",
    };

    public static ErrorDetail FilterLanguage(string language) => new()
    {
        Id = FilterLanguageId,
        Phase = ErrorPhase.Configuration,
        Message = $"OData services understand odata filters, not {language}.",
        Advice = "Write the filter as in odata: \"Name eq 'Ada'\".",
    };

    public static ErrorDetail ReadRefused(string table, HttpStatusCode status, string? code, string? text) => new()
    {
        Id = ReadRefusedId,
        Phase = ErrorPhase.Read,
        Message = $"The service refused to read {table} ({(int)status}{(text is null ? "" : ": " + text)}).",
        Advice = "If there is a filter, check it; else ask who runs the service.",
        ServerCode = code,
        ServerText = text,
        Recovery = IsBusy(status) ? Recovery.Retry : Recovery.Stop,
    };

    public static ErrorDetail BadPage(string table, string problem) => new()
    {
        Id = BadPageId,
        Phase = ErrorPhase.Read,
        Message = $"The service's answer for {table} is not what OData says: {problem}",
        Advice = "Not every row could be read, so nothing is taken for complete. Ask who runs the service.",
    };

    public static ErrorDetail BadValue(string table, string column) => new()
    {
        Id = BadValueId,
        Phase = ErrorPhase.Read,
        Message = $"A value of {column} in {table} is not of the type that the service describes, or has more digits than are kept.",
        Advice = "Leave the column out, or ask who runs the service.",
        Column = column,
    };

    public static ErrorDetail RowRefused(HttpStatusCode status, string? code, string? text) => new()
    {
        Id = RowRefusedId,
        Phase = ErrorPhase.Write,
        Message = $"The service refused the row ({(int)status}{(text is null ? "" : ": " + text)}).",
        Advice = "Correct the row at its source, then feed it again.",
        ServerCode = code,
        ServerText = text,
        Recovery = Recovery.SkipRow,
    };

    public static ErrorDetail RowChanged() => new()
    {
        Id = RowChangedId,
        Phase = ErrorPhase.Write,
        Message = "The row was changed since the plan was made.",
        Advice = "Make the plan again.",
        Recovery = Recovery.SkipRow,
    };

    public static ErrorDetail RowMissing() => new()
    {
        Id = RowMissingId,
        Phase = ErrorPhase.Write,
        Message = "There is no such row.",
        Advice = "Make the plan again to see it as an addition.",
        Recovery = Recovery.SkipRow,
    };

    public static ErrorDetail Busy(HttpStatusCode status, TimeSpan? retryAfter) => new()
    {
        Id = BusyId,
        Phase = ErrorPhase.Write,
        Message = $"The service is too busy ({(int)status}).",
        Advice = "The run waits and sends the rows again.",
        Recovery = Recovery.Retry,
        RetryAfter = retryAfter,
    };

    public static ErrorDetail AnswerLost(string problem) => new()
    {
        Id = AnswerLostId,
        Phase = ErrorPhase.Write,
        Message = $"The service's answer was lost: {problem}",
        Advice = "The run looks at the rows to see whether they were written.",
        Recovery = Recovery.Reconnect,
    };

    public static ErrorDetail KeyMissing(string column) => new()
    {
        Id = KeyMissingId,
        Phase = ErrorPhase.Write,
        Message = $"The row has no value of {column}, by which it is addressed.",
        Advice = "Give the row a value in that column.",
        Recovery = Recovery.SkipRow,
        Column = column,
    };

    /// <summary>Whether later helps.</summary>
    public static bool IsBusy(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
}
