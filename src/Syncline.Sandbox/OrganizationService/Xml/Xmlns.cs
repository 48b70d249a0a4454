namespace Syncline.Sandbox.OrganizationService.Xml;

/// <summary>The namespaces of the Organization Service: SOAP 1.1's, and those of the DataContract form of its types (PROTOCOL 2.4; recorded answers).</summary>
internal static class Xmlns
{
    public const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    public const string Schema = "http://www.w3.org/2001/XMLSchema";

    /// <summary>guid, duration and char.</summary>
    public const string Serialization = "http://schemas.microsoft.com/2003/10/Serialization/";
    public const string Arrays = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

    /// <summary>key and value of every dictionary.</summary>
    public const string Generic = "http://schemas.datacontract.org/2004/07/System.Collections.Generic";

    /// <summary>Operations: Create, Retrieve, Execute, …</summary>
    public const string Services = "http://schemas.microsoft.com/xrm/2011/Contracts/Services";

    /// <summary>Entities, queries, and the messages of the core.</summary>
    public const string Contracts = "http://schemas.microsoft.com/xrm/2011/Contracts";

    /// <summary>The other messages: WhoAmI, SetState, file blocks, …</summary>
    public const string Messages = "http://schemas.microsoft.com/crm/2011/Contracts";

    /// <summary>ExecuteMultiple's collections.</summary>
    public const string Contracts2012 = "http://schemas.microsoft.com/xrm/2012/Contracts";

    /// <summary>Details of an organization.</summary>
    public const string Contracts2014 = "http://schemas.microsoft.com/xrm/2014/Contracts";

    /// <summary>Alternate keys, changes.</summary>
    public const string Contracts71 = "http://schemas.microsoft.com/xrm/7.1/Contracts";
    public const string Metadata = "http://schemas.microsoft.com/xrm/2011/Metadata";
    public const string MetadataQuery = "http://schemas.microsoft.com/xrm/2011/Metadata/Query";
    public const string Metadata2013 = "http://schemas.microsoft.com/xrm/2013/Metadata";
    public const string Metadata71 = "http://schemas.microsoft.com/xrm/7.1/Metadata";
    public const string Metadata90 = "http://schemas.microsoft.com/xrm/9.0/Metadata";
}
