using Syncline.Connectors.Dataverse;

namespace Syncline.Compliance.Dynamics365;

public sealed class OrganizationServiceComplianceTests(SandboxSite site) : Dynamics365ComplianceTests(site, DataverseOptions.TransportOrganizationService);
