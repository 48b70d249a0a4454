namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="RelationModelTests"/> over the Organization Service.</summary>
public sealed class RelationModelOverOrganizationServiceTests(OrganizationServiceSite site) : RelationModelTests(site);
