namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="ChangeTrackingTests"/> over the Organization Service.</summary>
public sealed class ChangeTrackingOverOrganizationServiceTests(OrganizationServiceSite site) : ChangeTrackingTests(site), IClassFixture<OrganizationServiceSite>;
