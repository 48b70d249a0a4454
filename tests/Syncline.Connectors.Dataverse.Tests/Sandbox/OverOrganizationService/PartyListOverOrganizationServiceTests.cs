namespace Syncline.Connectors.Dataverse.Tests.Sandbox.OverOrganizationService;

/// <summary><see cref="PartyListTests"/> over the Organization Service.</summary>
public sealed class PartyListOverOrganizationServiceTests(OrganizationServiceSite site) : PartyListTests(site);
