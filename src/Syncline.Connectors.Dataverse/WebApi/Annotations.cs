namespace Syncline.Connectors.Dataverse.WebApi;

/// <summary>Names of OData and Dataverse annotations.</summary>
internal static class Annotations
{
    public const string ETag = "@odata.etag";
    public const string NextLink = "@odata.nextLink";
    public const string FormattedValue = "OData.Community.Display.V1.FormattedValue";
    public const string LookupLogicalName = "Microsoft.Dynamics.CRM.lookuplogicalname";
}
