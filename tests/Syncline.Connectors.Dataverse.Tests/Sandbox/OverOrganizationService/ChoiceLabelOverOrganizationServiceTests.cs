namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="ChoiceLabelTests"/> over the Organization Service.</summary>
public sealed class ChoiceLabelOverOrganizationServiceTests(OrganizationServiceSite site) : ChoiceLabelTests(site);
