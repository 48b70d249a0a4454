using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.OrganizationService.Rows;

/// <summary>Errors that the Web API words otherwise, or does not have. Codes are published; each says where its words are known from.</summary>
internal static class SoapErrors
{
    /// <summary>Error QueryBuilderNoEntity of the published table.</summary>
    public static SiteException NoTable(string name) =>
        new(400, "0x80041102", $"The entity with a name = '{name}' was not found in the MetadataCache.") { Name = "QueryBuilderNoEntity" };

    /// <summary>A recorded fault, with the name mapping that later ones show.</summary>
    public static SiteException NoColumn(Table table, string name) =>
        new(400, "0x80041103", $"'{table.Facts.Schema}' entity doesn't contain attribute with Name = '{name}' and NameMapping = 'Logical'.") { Name = "QueryBuilderNoAttribute" };

    /// <summary>A value of another type than the column's; reported by clients.</summary>
    public static SiteException WrongType(Table table, Column column, object value) =>
        new(400, "0x80040203", $"Incorrect attribute value type {TypeName(value)} for the column '{column.Name}' of '{table.Name}'.") { Name = "InvalidArgument" };

    /// <summary>Reported by clients.</summary>
    public static SiteException Missing(string message, string parameter) =>
        new(400, "0x80040203", $"Required field '{parameter}' is missing in the message '{message}', or its value has the wrong type.") { Name = "InvalidArgument" };

    /// <summary>Error ConcurrencyVersionNotProvided of the published table.</summary>
    public static SiteException VersionNotProvided() =>
        new(400, "0x80060883", "The RowVersion property must be provided when the value of ConcurrencyBehavior is IfVersionMatches.") { Name = "ConcurrencyVersionNotProvided" };

    /// <summary>Error OptimisticConcurrencyNotEnabled of the published table.</summary>
    public static SiteException ConcurrencyNotEnabled(Table table) => new(
        400,
        "0x8006088d",
        $"Optimistic concurrency isn't enabled for entity type {table.Name}. The IfVersionMatches value of ConcurrencyBehavior can only be used if optimistic concurrency is enabled.")
    {
        Name = "OptimisticConcurrencyNotEnabled",
    };

    /// <summary>A name as the types of the client's library have it, which the server's texts show.</summary>
    private static string TypeName(object value) => value switch
    {
        Values.OptionValue => "Microsoft.Xrm.Sdk.OptionSetValue",
        Values.OptionValues => "Microsoft.Xrm.Sdk.OptionSetValueCollection",
        Values.MoneyValue => "Microsoft.Xrm.Sdk.Money",
        Values.SoapReference => "Microsoft.Xrm.Sdk.EntityReference",
        Values.SoapEntities => "Microsoft.Xrm.Sdk.EntityCollection",
        Values.SoapEntity => "Microsoft.Xrm.Sdk.Entity",
        _ => value.GetType().FullName ?? value.GetType().Name,
    };
}
