using Syncline.Core.Errors;

namespace Syncline.Connectors.Dataverse.Errors;

/// <summary>What can be wrong with the tables and columns that are asked for.</summary>
internal static class SchemaErrors
{
    public static SchemaException TableNotFound(string table, string? nearest, ServerFault? fault = null) => new(new ErrorDetail
    {
        Id = ErrorIds.TableNotFound,
        Phase = ErrorPhase.Schema,
        Message = $"The site has no table \"{table}\".",
        Advice = nearest is null
            ? "List the tables of the connection; a table is named by its logical name, e.g. contact."
            : $"Did you mean \"{nearest}\"? A table is named by its logical name.",
        ServerCode = fault?.Code,
        ServerText = fault?.Text,
        RequestId = fault?.RequestId,
    });

    public static SchemaException NotAddressable(string table) => Of(ErrorIds.MetadataBroken,
        $"Table \"{table}\" can't be read: the site gives it no address or no primary key.", "Choose another table.", null);

    public static SchemaException ColumnNotFound(string table, string column, string? nearest) => Of(ErrorIds.ColumnNotFound,
        $"Table \"{table}\" has no column \"{column}\".",
        nearest is null ? "Show the table to see its columns; a column is named by its logical name." : $"Did you mean \"{nearest}\"?", column);

    public static SchemaException ColumnTwice(string table, string column) => Of(ErrorIds.ColumnTwice,
        $"Column \"{column}\" of table \"{table}\" was asked for twice.", "Name each column once.", column);

    public static SchemaException ColumnNotReadable(string table, string column) => Of(ErrorIds.ColumnNotFound,
        $"Column \"{column}\" of table \"{table}\" can only be written, not read.", "Leave it out of what is read.", column);

    public static SchemaException ColumnNotWritable(string table, string column, string operation) => Of(ErrorIds.ColumnNotWritable,
        $"Column \"{column}\" of table \"{table}\" can't be set in {operation}: the server would ignore it without a word.",
        "Leave the column out of the column map.", column);

    public static SchemaException KeyNotFound(string table, IReadOnlyList<string> columns) => Of(ErrorIds.KeyNotFound,
        $"Rows of table \"{table}\" can't be found by {string.Join(", ", columns)}: that is neither its primary key nor an active alternate key.",
        "Use the primary key, or define an alternate key on these columns and wait until its index is active.", columns.Count > 0 ? columns[0] : null);

    public static SchemaException FilterLanguage(string language) => Of(ErrorIds.FilterLanguage,
        $"Dynamics 365 filters are not written in \"{language}\" here.", "Write it in odata (statecode eq 0) or fetchxml (<filter>…</filter>), or name a view.", null);

    public static SchemaException FetchXml(string why) => Of(ErrorIds.FetchXmlWrong,
        $"The FetchXML can't be used: {why}.", "Give a whole <fetch> of this table, or only its <filter> and <link-entity> elements.", null);

    public static SchemaException ODataFilter(string why) => Of(ErrorIds.ODataFilterUnsaid,
        $"The filter can't be sent over the Organization Service, which does not read OData: {why}.",
        "Write it in FetchXML (fetchxml), or correct it; a connection with the Transport web-api sends OData as it stands.", null);

    public static SchemaException ViewNotFound(string table, string view, string? nearest) => Of(ErrorIds.ViewNotFound,
        $"Table \"{table}\" has no view \"{view}\" that the signed-in user can see.",
        nearest is null ? "Read the table @views to see all views." : $"Did you mean \"{nearest}\"?", null);

    public static SchemaException ViewAmbiguous(string table, string view, IEnumerable<Reading.ViewDescription> found) => Of(ErrorIds.ViewNotFound,
        $"Table \"{table}\" has several views \"{view}\".",
        $"Give the id instead: {string.Join(", ", found.Select(one => $"{one.Id:D} ({(one.IsPersonal ? "personal" : "of the organisation")})"))}.", null);

    public static SchemaException NoFilter(string table, string language) => Of(ErrorIds.FilterLanguage,
        $"Table \"{table}\" takes no filter in {language}.", "Read it whole; filter with source-filter.", null);

    public static SchemaException OnlyRead(string table) => Of(ErrorIds.OnlyRead,
        $"\"{table}\" can only be read.", "Write to the table itself.", null);

    public static SchemaException OnlyAdded(string table) => Of(ErrorIds.OnlyAdded,
        $"Rows of \"{table}\" can only be added, each with choice and label.", "Set the project's actions to add alone; change and remove labels in Dynamics 365.", null);

    public static SchemaException LookupTwice(string table, string lookup, IEnumerable<string> columns) => Of(ErrorIds.LookupTwice,
        $"Lookup \"{lookup}\" of table \"{table}\" would be set twice, by {string.Join(" and ", columns)}.", "Map one of them.", lookup);

    public static SchemaException MetadataBroken(string what, Exception? inner = null) => new(new ErrorDetail
    {
        Id = ErrorIds.MetadataBroken,
        Phase = ErrorPhase.Schema,
        Message = $"The site's description of {what} could not be understood.",
        Advice = "Try again; if it stays so, report it with the site's version.",
        Recovery = Recovery.Retry,
    }, inner);

    private static SchemaException Of(string id, string message, string advice, string? column) => new(new ErrorDetail
    {
        Id = id,
        Phase = ErrorPhase.Schema,
        Message = message,
        Advice = advice,
        Column = column,
    });
}
