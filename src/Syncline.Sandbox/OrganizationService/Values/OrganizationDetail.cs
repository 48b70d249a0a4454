using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Values;

/// <summary>The organization as RetrieveCurrentOrganization shows it (PROTOCOL 2.4 and 2.5).</summary>
/// <param name="Id">Id of the organization.</param>
/// <param name="Tenant">Id of its directory.</param>
/// <param name="Name">Its friendly name.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Origin">Scheme, host and port of the site.</param>
internal sealed record OrganizationDetail(Guid Id, Guid Tenant, string Name, string Version, string Origin) : IXmlValue
{
    private const string UniqueName = "contoso";

    public (string Name, string Namespace) Type => ("OrganizationDetail", Xmlns.Contracts2014);

    public void WriteContent(ContractWriter writer)
    {
        const string Space = Xmlns.Contracts2014;
        writer.Id("DatacenterId", Space, Guid.Empty);
        writer.Start("Endpoints", Space);
        writer.Declare(Xmlns.Generic);
        Endpoint(writer, "WebApplication", Origin + "/");
        Endpoint(writer, "OrganizationService", Origin + "/XRMServices/2011/Organization.svc");
        Endpoint(writer, "OrganizationDataService", Origin + "/XRMServices/2011/OrganizationData.svc");
        writer.End();
        writer.Text("EnvironmentId", Space, Id.ToString());
        writer.Text("FriendlyName", Space, Name);
        writer.Text("Geo", Space, "EMEA");
        writer.Id("OrganizationId", Space, Id);
        writer.Text("OrganizationVersion", Space, Version);
        writer.Text("State", Space, "Enabled");
        writer.Text("TenantId", Space, Tenant.ToString());
        writer.Text("UniqueName", Space, UniqueName);
        writer.Text("UrlName", Space, UniqueName);
    }

    private static void Endpoint(ContractWriter writer, string kind, string address)
    {
        writer.Start("KeyValuePairOfEndpointTypestringyDL0RVHi", Xmlns.Contracts2014);
        writer.Text("key", Xmlns.Generic, kind);
        writer.Text("value", Xmlns.Generic, address);
        writer.End();
    }
}
