using System.Net;
using System.Text;
using Syncline.Connectors.Dataverse.Tests.Scripted;
using Syncline.Connectors.Dataverse.Tests.Sandbox;

[assembly: AssemblyFixture(typeof(OrganizationServiceSite))]

namespace Syncline.Connectors.Dataverse.Tests.Sandbox;

/// <summary>A sandbox of its own, to which connections speak the Organization Service.</summary>
public sealed class OrganizationServiceSite : SandboxSite
{
    /// <inheritdoc/>
    public override string Transport => DataverseOptions.TransportOrganizationService;

    /// <inheritdoc/>
    public override HttpResponseMessage Refusal(HttpStatusCode status, uint code, string message) => new(HttpStatusCode.InternalServerError)
    {
        Content = new StringContent(SoapScript.Fault(code, message), Encoding.UTF8, "text/xml"),
    };
}
