using System.Globalization;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site.Http;

/// <summary>The error answers of the site, each with where its words are known from (PROTOCOL = the protocol notes, sections 5.1 to 5.11).</summary>
internal static class SiteErrors
{
    /// <summary>PROTOCOL 5.1, a recorded answer.</summary>
    public static SiteException DoesNotExist(Table table, Guid id) =>
        new(404, "0x80040217", $"Entity '{table.Name}' With Id = {id} Does Not Exist") { Name = "ObjectDoesNotExist" };

    /// <summary>PROTOCOL 5.4.</summary>
    public static SiteException KeyNotFound(Table table) =>
        new(404, "0x80060891", $"A record with the specified key values does not exist in {table.Name} entity") { Name = "RecordNotFoundByEntityKey" };

    /// <summary>PROTOCOL 5.4.</summary>
    public static SiteException KeyNotDefined(Table table) =>
        new(400, "0x80060890", $"The specified key attributes are not a defined key for the {table.Name} entity") { Name = "EntityKeyNotDefined" };

    /// <summary>PROTOCOL 5.1: a conditional create that meets a row, 412.</summary>
    public static SiteException AlreadyExists() =>
        new(412, "0x80040237", "A record with matching key values already exists.") { Name = "DuplicateRecord" };

    /// <summary>PROTOCOL 5.7: a primary key given twice.</summary>
    public static SiteException DuplicatePrimaryKey() =>
        new(412, "0x80040237", "Cannot insert duplicate key.") { Name = "DuplicateRecord" };

    /// <summary>Error 0x80060892 of the published table; PROTOCOL 5.1 says which details come with it.</summary>
    public static SiteException DuplicateKey(KeyIndex index, Row existing) => new(
        412,
        "0x80060892",
        $"Entity Key {index.Key.Label} violated. A record with the same value for {string.Join(", ", index.Columns.Select(column => column.Label ?? column.Name))} already exists. A duplicate record cannot be created. Select one or more unique values and try again.")
    {
        Name = "DuplicateRecordEntityKey",
        Details =
        [
            new("0", index.Key.Label),
            new("1", string.Join(", ", index.Columns.Select(column => column.Label ?? column.Name))),
            new("DuplicateEntity", existing.Table.Name),
            new("DuplicateAttributes", string.Concat(index.Columns.Select(column =>
                string.Create(CultureInfo.InvariantCulture, $"<{column.Name}>{existing[column]}</{column.Name}>")))),
        ],
    };

    /// <summary>PROTOCOL 5.5.</summary>
    public static SiteException VersionMismatch() =>
        new(412, "0x80060882", "The version of the existing record doesn't match the RowVersion property provided.") { Name = "ConcurrencyVersionMismatch" };

    /// <summary>PROTOCOL 5.2.</summary>
    public static SiteException NoSegment(string segment) => new(404, "0x8006088a", $"Resource not found for the segment '{segment}'.");

    /// <summary>PROTOCOL 5.2: an unparsable path.</summary>
    public static SiteException BadPath(string detail) =>
        new(400, "0x80060888", $"URL was not parsed due to an ODataUnrecognizedPathException. {detail}");

    /// <summary>PROTOCOL 5.2.</summary>
    public static SiteException NoProperty(string name, string typeName) =>
        new(400, "0x0", $"Could not find a property named '{name}' on type '{typeName}'.");

    /// <summary>Error ProcessImageFailure of the published table.</summary>
    public static SiteException BadImage(string reason) => new(400, "0x80072553", $"Error occured when processing image. Reason: {reason}") { Name = "ProcessImageFailure" };

    /// <summary>A FetchXML query that can't be read; code published (InvalidFetchXml), the words are ours.</summary>
    public static SiteException BadFetch(string message) => new(400, "0x80040303", message) { Name = "InvalidFetchXml" };

    public static SiteException BadQuery(string message) => new(400, "0x0", message);

    /// <summary>PROTOCOL 5.2: the wrong verb on a function.</summary>
    public static SiteException NoResource(string uri) => new(404, "", $"No HTTP resource was found that matches the request URI '{uri}'.");

    public static SiteException MethodNotAllowed(string method) =>
        new(405, "0x0", $"The requested resource does not support http method '{method}'.");

    /// <summary>PROTOCOL 5.11: every mistake in a payload comes in this envelope.</summary>
    public static SiteException BadPayload(string setName, string inner) => new(
        400,
        "0x80048d19",
        $"Error identified in Payload provided by the user for Entity :'{setName}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : {inner}");

    /// <summary>PROTOCOL 5.6 for what a batch may hold; the words are ours.</summary>
    public static SiteException BadBatch(string message) => new(400, "0x80048d19", message);

    public static SiteException UnknownPayloadProperty(Table table, string name) => BadPayload(
        table.SetName,
        $"Microsoft.Crm.CrmException: Invalid property '{name}' was found in entity '{table.TypeName}'. ---> Microsoft.OData.ODataException: Does not support untyped value in non-open type.");

    public static SiteException UndeclaredBind(Table table, string name) => BadPayload(
        table.SetName,
        $"Microsoft.OData.ODataException: An undeclared property '{name}' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.");

    public static SiteException WrongLiteral(Table table, string literal, string edmType) => BadPayload(
        table.SetName,
        $"Microsoft.OData.ODataException: Cannot convert the literal '{literal}' to the expected type '{edmType}'.");

    /// <summary>PROTOCOL 5.11, recorded; two spaces behind the first sentence.</summary>
    public static SiteException TooLong(Table table, Column column) => new(
        400,
        "0x80044331",
        $"A validation error occurred.  The length of the '{column.Name}' attribute of the '{table.Name}' entity exceeded the maximum allowed length of '{column.MaxLength}'.")
    {
        Name = "StringLengthTooLong",
    };

    /// <summary>PROTOCOL 5.11 for the code; the words are those that public issue reports quote.</summary>
    public static SiteException OutOfRange(Table table, Column column, IFormattable value) => new(
        400,
        "0x80044330",
        string.Create(CultureInfo.InvariantCulture, $"A validation error occurred.  The value {value} of '{column.Name}' on record of type '{table.Name}' is outside the valid range({column.Min} to {column.Max})."))
    {
        Name = "DecimalValueOutOfRange",
    };

    /// <summary>Error PicklistValueOutOfRange of the published table.</summary>
    public static SiteException NoOption(Table table, Column column, int value) => new(
        400,
        "0x8004431a",
        string.Create(CultureInfo.InvariantCulture, $"A validation error occurred.  The value '{value}' of '{column.Name}' on record of type '{table.Name}' is outside the valid range. Accepted Values: {string.Join(',', column.Choice!.Options.Select(option => option.Value).Order())}"))
    {
        Name = "PicklistValueOutOfRange",
    };

    /// <summary>PROTOCOL 5.11, measured on a live organisation.</summary>
    public static SiteException WrongStatus(Table table, int status, string stateName) => new(
        400,
        "0x80048408",
        string.Create(CultureInfo.InvariantCulture, $"{status} is not a valid status code for state code {table.Facts.Schema}State.{stateName} on {table.Name}."))
    {
        Name = "InvalidStateCodeStatusCode",
    };

    /// <summary>Code and words published.</summary>
    public static SiteException NoTransition(Table table, Guid id, int status) => new(
        400,
        "0x8004f00e",
        $"The {table.Name} (Id={id}) entity or component has attempted to transition from an invalid state: {table.Status!.Choice!.Find(status)?.Label}.")
    {
        Name = "InvalidStateTransition",
    };

    /// <summary>PROTOCOL 5.1.</summary>
    public static SiteException PrivilegeDenied(Guid user, string privilege, Guid privilegeId, Table table, int privileges) => new(
        403,
        "0x80040220",
        string.Create(CultureInfo.InvariantCulture, $"Principal user (Id={user}, type=8, roleCount=1, privilegeCount={privileges}, accessMode=0) is missing {privilege} privilege (Id={privilegeId}) on OTC={table.Facts.Code} for entity '{table.Name}'."))
    {
        Name = "PrivilegeDenied",
    };

    /// <summary>A row that the user's role does not reach. Code published; the words are those that public issue reports quote.</summary>
    public static SiteException AccessDenied(Guid user, Row row, Privilege privilege) => new(
        403,
        "0x80048306",
        string.Create(CultureInfo.InvariantCulture, $"SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: {row.Id}, OwnerId: {(row[row.Table.Find("ownerid")!] as Reference)?.Id}, OwnerIdType: 8 and CallingUser: {user}. ObjectTypeCode: {row.Table.Facts.Code}, objectBusinessUnitId: {(row[row.Table.Find("owningbusinessunit")!] as Reference)?.Id}, AccessRights: {privilege}Access"))
    {
        Name = "unManagedIdsAccessDenied",
    };

    /// <summary>Rows that only the server writes, and pairs of an N:N relationship, which come and go by association; code published.</summary>
    public static SiteException NotWritable(Table table, string message) =>
        new(400, "0x80040800", $"The '{message}' method does not support entities of type '{table.Name}'.") { Name = "MessageNotSupported" };

    /// <summary>What the sandbox does not do: said, never guessed.</summary>
    public static SiteException NotSupported(string what) =>
        new(501, "0x80040219", $"The sandbox does not support {what}.") { Name = "NotImplemented" };
}
