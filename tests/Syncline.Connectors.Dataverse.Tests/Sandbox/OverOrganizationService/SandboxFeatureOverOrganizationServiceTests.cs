namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="SandboxFeatureTests"/> over the Organization Service.</summary>
public sealed class SandboxFeatureOverOrganizationServiceTests(OrganizationServiceSite site) : SandboxFeatureTests(site);
