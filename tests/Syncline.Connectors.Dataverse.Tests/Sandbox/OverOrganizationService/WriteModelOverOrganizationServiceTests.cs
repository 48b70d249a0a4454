namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="WriteModelTests"/> over the Organization Service.</summary>
public sealed class WriteModelOverOrganizationServiceTests(OrganizationServiceSite site) : WriteModelTests(site);
