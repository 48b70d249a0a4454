namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="SandboxTests"/> over the Organization Service.</summary>
public sealed class SandboxOverOrganizationServiceTests(OrganizationServiceSite site) : SandboxTests(site);
