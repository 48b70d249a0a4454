namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="ImageTests"/> over the Organization Service.</summary>
public sealed class ImageOverOrganizationServiceTests(OrganizationServiceSite site) : ImageTests(site);
