using Syncline.Connectors.Dataverse;

namespace Syncline.Compliance.Dynamics365;

public sealed class WebApiComplianceTests(SandboxSite site) : Dynamics365ComplianceTests(site, DataverseOptions.TransportWebApi);
